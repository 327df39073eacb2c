/** Long work off the FX thread: one exclusive job at a time, cancellable. */
@NullMarked
package hone.profiler.job;

import org.jspecify.annotations.NullMarked;
