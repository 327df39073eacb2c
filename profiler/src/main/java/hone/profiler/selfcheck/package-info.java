/** Whether the measuring can be trusted here and now: its meta-tests, on this machine. */
@NullMarked
package hone.profiler.selfcheck;

import org.jspecify.annotations.NullMarked;
