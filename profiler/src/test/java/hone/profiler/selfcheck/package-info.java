@NullMarked
package hone.profiler.selfcheck;

import org.jspecify.annotations.NullMarked;
