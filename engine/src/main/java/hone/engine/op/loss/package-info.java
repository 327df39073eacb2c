/** What training makes small, and its gradient. */
@NullMarked
package hone.engine.op.loss;

import org.jspecify.annotations.NullMarked;
