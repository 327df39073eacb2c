/** Layers that leave some of their input out in training. */
@NullMarked
package hone.engine.op.dropout;

import org.jspecify.annotations.NullMarked;
