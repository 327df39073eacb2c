/** Convolution, read as a ladder from the definition's loops to pixels side by side in vectors. */
@NullMarked
package hone.engine.kernel.conv;

import org.jspecify.annotations.NullMarked;
