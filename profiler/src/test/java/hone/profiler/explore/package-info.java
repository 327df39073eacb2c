@NullMarked
package hone.profiler.explore;

import org.jspecify.annotations.NullMarked;
