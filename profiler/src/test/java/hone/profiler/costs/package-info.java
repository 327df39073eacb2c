/** Tests of hone.profiler.costs. */
@NullMarked
package hone.profiler.costs;

import org.jspecify.annotations.NullMarked;
