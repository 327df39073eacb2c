/** Other people's libraries that do the same work, for comparison: used where present, never shipped. */
@NullMarked
package hone.profiler.peer;

import org.jspecify.annotations.NullMarked;
