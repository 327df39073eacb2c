/** A recording, read: where the time went, and what the JVM did meanwhile. */
@NullMarked
package hone.profiler.profile;

import org.jspecify.annotations.NullMarked;
