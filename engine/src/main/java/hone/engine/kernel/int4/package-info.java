/** Linear layers whose weight is INT4, as plain loops and with the Vector API. */
@NullMarked
package hone.engine.kernel.int4;

import org.jspecify.annotations.NullMarked;
