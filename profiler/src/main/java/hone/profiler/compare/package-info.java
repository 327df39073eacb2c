/** Two reports that were measured at different times, side by side as far as that is honest. */
@NullMarked
package hone.profiler.compare;

import org.jspecify.annotations.NullMarked;
