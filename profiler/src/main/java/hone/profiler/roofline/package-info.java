/** Roofs of this machine, measured, and where the ops of a plan stand below them. */
@NullMarked
package hone.profiler.roofline;

import org.jspecify.annotations.NullMarked;
