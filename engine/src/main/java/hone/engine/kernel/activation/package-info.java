/** Element by element: activations and their gradients, as plain loops and with the Vector API. */
@NullMarked
package hone.engine.kernel.activation;

import org.jspecify.annotations.NullMarked;
