@NullMarked
package hone.profiler.bench.kernels;

import org.jspecify.annotations.NullMarked;
