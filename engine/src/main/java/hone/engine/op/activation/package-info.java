/** Activations and their gradients. */
@NullMarked
package hone.engine.op.activation;

import org.jspecify.annotations.NullMarked;
