/** Kernels of normalization over the last dimension. */
@NullMarked
package hone.engine.kernel.normalization;

import org.jspecify.annotations.NullMarked;
