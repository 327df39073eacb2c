/** Java frames of a recording as a tree, and the text form that other programs draw. */
@NullMarked
package hone.profiler.flame;

import org.jspecify.annotations.NullMarked;
