/** Linear layers whose weight is stored as float16, as plain loops and with the Vector API. */
@NullMarked
package hone.engine.kernel.f16;

import org.jspecify.annotations.NullMarked;
