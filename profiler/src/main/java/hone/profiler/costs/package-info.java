/** What kernels cost on this machine, measured for the planner and kept in the per-user folder. */
@NullMarked
package hone.profiler.costs;

import org.jspecify.annotations.NullMarked;
