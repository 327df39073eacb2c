/** The linear layer that skips inputs which are zero: {@link hone.engine.op.matmul.ZeroSkippingLinear}. */
@NullMarked
package hone.engine.kernel.skipping;

import org.jspecify.annotations.NullMarked;
