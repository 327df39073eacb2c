/** Kernels of the cross-entropy and its gradient. */
@NullMarked
package hone.engine.kernel.loss;

import org.jspecify.annotations.NullMarked;
