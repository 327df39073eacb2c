/** Matrix products: the plain one and the linear layer, in float32 and with INT8 weights. */
@NullMarked
package hone.engine.op.matmul;

import org.jspecify.annotations.NullMarked;
