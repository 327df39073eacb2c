/** Techniques that compute less because something is kept. */
@NullMarked
package hone.engine.technique.memory;

import org.jspecify.annotations.NullMarked;
