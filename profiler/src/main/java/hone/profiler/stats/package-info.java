/** Statistics of measurements: intervals from blocks, exact intervals of counts, steady state, verdicts. */
@NullMarked
package hone.profiler.stats;

import org.jspecify.annotations.NullMarked;
