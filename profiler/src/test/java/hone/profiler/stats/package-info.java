/** Tests of the statistics, the measuring of the measuring among them. */
@NullMarked
package hone.profiler.stats;

import org.jspecify.annotations.NullMarked;
