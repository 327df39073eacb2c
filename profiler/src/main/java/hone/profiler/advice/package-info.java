/** "Why isn't it faster?": one rule for each cause, from a report to a finding with its evidence and the next experiment. */
@NullMarked
package hone.profiler.advice;

import org.jspecify.annotations.NullMarked;
