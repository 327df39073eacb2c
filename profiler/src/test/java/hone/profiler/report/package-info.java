/** Tests of the report's forms. */
@NullMarked
package hone.profiler.report;

import org.jspecify.annotations.NullMarked;
