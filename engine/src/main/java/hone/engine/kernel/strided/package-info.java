/** Walking through values whose elements lie at steps of their own along each dimension: repeated, turned, cut out. */
@NullMarked
package hone.engine.kernel.strided;

import org.jspecify.annotations.NullMarked;
