/** Tests of what is read from the machine. */
@NullMarked
package hone.profiler.machine;

import org.jspecify.annotations.NullMarked;
