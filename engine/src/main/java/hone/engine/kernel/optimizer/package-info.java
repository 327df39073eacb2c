/** Kernels of the optimizers' steps: plain loops, then SIMD. */
@NullMarked
package hone.engine.kernel.optimizer;

import org.jspecify.annotations.NullMarked;
