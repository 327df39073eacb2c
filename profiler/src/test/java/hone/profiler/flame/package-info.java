@NullMarked
package hone.profiler.flame;

import org.jspecify.annotations.NullMarked;
