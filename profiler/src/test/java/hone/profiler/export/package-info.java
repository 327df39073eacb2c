/** Tests of the package. */
@NullMarked
package hone.profiler.export;

import org.jspecify.annotations.NullMarked;
