/** Arithmetic on tensors of one type, element by element. */
@NullMarked
package hone.engine.op.elementwise;

import org.jspecify.annotations.NullMarked;
