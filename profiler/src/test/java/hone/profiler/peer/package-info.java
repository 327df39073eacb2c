@NullMarked
package hone.profiler.peer;

import org.jspecify.annotations.NullMarked;
