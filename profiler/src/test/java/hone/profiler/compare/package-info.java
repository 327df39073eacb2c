/** Tests of the package. */
@NullMarked
package hone.profiler.compare;

import org.jspecify.annotations.NullMarked;
