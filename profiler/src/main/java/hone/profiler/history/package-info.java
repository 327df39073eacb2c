/** Every report that was measured here, kept in one SQLite database in the per-user folder. */
@NullMarked
package hone.profiler.history;

import org.jspecify.annotations.NullMarked;
