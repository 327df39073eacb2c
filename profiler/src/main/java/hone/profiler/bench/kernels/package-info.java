/** Every rung of every ladder, op by op, beside what this machine can do at most and beside other libraries. */
@NullMarked
package hone.profiler.bench.kernels;

import org.jspecify.annotations.NullMarked;
