/** Kernels of sums over rows. */
@NullMarked
package hone.engine.kernel.reduce;

import org.jspecify.annotations.NullMarked;
