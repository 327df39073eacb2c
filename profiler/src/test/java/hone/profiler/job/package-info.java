/** Tests of hone.profiler.job. */
@NullMarked
package hone.profiler.job;

import org.jspecify.annotations.NullMarked;
