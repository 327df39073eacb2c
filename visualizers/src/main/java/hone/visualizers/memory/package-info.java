/** The memory chart: categories stacked, beside what the operating system says. */
@NullMarked
package hone.visualizers.memory;

import org.jspecify.annotations.NullMarked;
