/** Tests of hone.profiler.recording. */
@NullMarked
package hone.profiler.recording;

import org.jspecify.annotations.NullMarked;
