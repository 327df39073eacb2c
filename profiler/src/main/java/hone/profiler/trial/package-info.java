/** The measuring core: two sides, warmed up until steady, timed in random interleaved blocks. */
@NullMarked
package hone.profiler.trial;

import org.jspecify.annotations.NullMarked;
