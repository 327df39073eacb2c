/** One side of a comparison, opened: a plan with its memory, its input and its output. */
@NullMarked
package hone.profiler.arm;

import org.jspecify.annotations.NullMarked;
