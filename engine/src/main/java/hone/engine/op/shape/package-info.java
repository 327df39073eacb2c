/** Ops that change a tensor's shape and none of its elements. */
@NullMarked
package hone.engine.op.shape;

import org.jspecify.annotations.NullMarked;
