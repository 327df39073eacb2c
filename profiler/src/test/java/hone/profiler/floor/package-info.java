@NullMarked
package hone.profiler.floor;

import org.jspecify.annotations.NullMarked;
