/** Convolution and pooling of images. */
@NullMarked
package hone.engine.op.conv;

import org.jspecify.annotations.NullMarked;
