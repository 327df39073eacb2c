/** The ladder of matrix products: boxed, naive, reordered, tiled, SIMD; the next rungs are packed and native. */
@NullMarked
package hone.engine.kernel.matmul;

import org.jspecify.annotations.NullMarked;
