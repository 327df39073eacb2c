/** The whole result of one measured comparison, as immutable records with a JSON form. */
@NullMarked
package hone.profiler.report;

import org.jspecify.annotations.NullMarked;
