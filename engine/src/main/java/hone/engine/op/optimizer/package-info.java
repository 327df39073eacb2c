/** The steps that training takes: updates of parameters and moments in place. */
@NullMarked
package hone.engine.op.optimizer;

import org.jspecify.annotations.NullMarked;
