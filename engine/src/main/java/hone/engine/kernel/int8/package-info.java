/** Linear layers whose weight is INT8, with activations in float32 or rounded to INT8 too; each as plain loops and SIMD. */
@NullMarked
package hone.engine.kernel.int8;

import org.jspecify.annotations.NullMarked;
