/** How good the answers are, evaluated through the kernels that are timed. */
@NullMarked
package hone.profiler.quality;

import org.jspecify.annotations.NullMarked;
