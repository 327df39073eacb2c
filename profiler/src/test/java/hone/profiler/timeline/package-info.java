@NullMarked
package hone.profiler.timeline;

import org.jspecify.annotations.NullMarked;
