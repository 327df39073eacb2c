/** Pooling of images: the largest or the mean of each window. */
@NullMarked
package hone.engine.kernel.pool;

import org.jspecify.annotations.NullMarked;
