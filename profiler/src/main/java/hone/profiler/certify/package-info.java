/** Certified figures: one side of a comparison in each of several fresh processes. */
@NullMarked
package hone.profiler.certify;

import org.jspecify.annotations.NullMarked;
