/** Sums over some dimensions of a tensor. */
@NullMarked
package hone.engine.op.reduce;

import org.jspecify.annotations.NullMarked;
