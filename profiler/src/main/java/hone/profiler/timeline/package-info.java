/** What happened when: steps, layers, ops and kernels, and what the JVM and the machine did meanwhile. */
@NullMarked
package hone.profiler.timeline;

import org.jspecify.annotations.NullMarked;
