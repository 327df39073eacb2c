/** Many trials that belong together: ablations, sweeps, and what of them is worth keeping. */
@NullMarked
package hone.profiler.explore;

import org.jspecify.annotations.NullMarked;
