/** Kernels of dropout. */
@NullMarked
package hone.engine.kernel.dropout;

import org.jspecify.annotations.NullMarked;
