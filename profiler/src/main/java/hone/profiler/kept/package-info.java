/** What is kept of this machine between two starts, in small files of the per-user folder. */
@NullMarked
package hone.profiler.kept;

import org.jspecify.annotations.NullMarked;
