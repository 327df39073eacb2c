/** Tests of the measuring core on arms whose true times are known. */
@NullMarked
package hone.profiler.trial;

import org.jspecify.annotations.NullMarked;
