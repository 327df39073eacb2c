@NullMarked
package hone.profiler.scenario;

import org.jspecify.annotations.NullMarked;
