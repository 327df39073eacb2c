@NullMarked
package hone.profiler.bench.decode;

import org.jspecify.annotations.NullMarked;
