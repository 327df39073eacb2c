/** Tests of the package. */
@NullMarked
package hone.profiler.history;

import org.jspecify.annotations.NullMarked;
