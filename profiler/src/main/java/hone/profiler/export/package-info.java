/** A report for people and programs elsewhere: tables as CSV, and one page of HTML with everything in it. */
@NullMarked
package hone.profiler.export;

import org.jspecify.annotations.NullMarked;
