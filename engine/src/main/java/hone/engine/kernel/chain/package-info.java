/** Kernels of chains: several element-by-element ops in one pass through memory. */
@NullMarked
package hone.engine.kernel.chain;

import org.jspecify.annotations.NullMarked;
