/** The profile pass: per-op times from runs of their own, never from timed ones. */
@NullMarked
package hone.profiler.pass;

import org.jspecify.annotations.NullMarked;
