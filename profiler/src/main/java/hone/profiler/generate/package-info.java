/** A text that a transformer continues, with the time of each token. */
@NullMarked
package hone.profiler.generate;

import org.jspecify.annotations.NullMarked;
