/** Whole models against the runtimes that people would otherwise use: the same weights, the same inputs, in turns. */
@NullMarked
package hone.profiler.bench.models;

import org.jspecify.annotations.NullMarked;
