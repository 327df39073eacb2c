/** The process's memory by category, set against what the operating system says. */
@NullMarked
package hone.profiler.memory;

import org.jspecify.annotations.NullMarked;
