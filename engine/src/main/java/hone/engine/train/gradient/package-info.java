/** Reverse-mode differentiation: a rule for each kind of op, and the walk that applies them from the loss backwards. */
@NullMarked
package hone.engine.train.gradient;

import org.jspecify.annotations.NullMarked;
