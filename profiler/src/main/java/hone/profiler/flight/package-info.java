/** Flight recordings read back: events with their values, whoever recorded them. */
@NullMarked
package hone.profiler.flight;

import org.jspecify.annotations.NullMarked;
