/** Benchmarks: ops and whole models in turns with one another and with other libraries. */
@NullMarked
package hone.profiler.bench;

import org.jspecify.annotations.NullMarked;
