@NullMarked
package hone.profiler.bench.models;

import org.jspecify.annotations.NullMarked;
