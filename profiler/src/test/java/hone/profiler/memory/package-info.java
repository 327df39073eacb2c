/** Tests of the memory readings and of their timeline. */
@NullMarked
package hone.profiler.memory;

import org.jspecify.annotations.NullMarked;
