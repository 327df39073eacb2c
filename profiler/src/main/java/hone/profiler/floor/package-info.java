/** The noise floors of workloads on this machine, remembered from run to run. */
@NullMarked
package hone.profiler.floor;

import org.jspecify.annotations.NullMarked;
