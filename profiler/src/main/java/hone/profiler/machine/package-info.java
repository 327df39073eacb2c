/** The machine that figures are measured on: what it is, how quiet it is, how much memory the process holds. */
@NullMarked
package hone.profiler.machine;

import org.jspecify.annotations.NullMarked;
