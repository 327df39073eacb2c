/** Kernels of attention, its KV cache and its rotary positions. */
@NullMarked
package hone.engine.kernel.attention;

import org.jspecify.annotations.NullMarked;
