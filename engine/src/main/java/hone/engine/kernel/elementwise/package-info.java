/** Kernels of arithmetic element by element. */
@NullMarked
package hone.engine.kernel.elementwise;

import org.jspecify.annotations.NullMarked;
