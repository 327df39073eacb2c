/** Tests of hone.profiler.quality. */
@NullMarked
package hone.profiler.quality;

import org.jspecify.annotations.NullMarked;
