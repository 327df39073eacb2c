/** Techniques that change which kernels run, and nothing else. */
@NullMarked
package hone.engine.technique.acceleration;

import org.jspecify.annotations.NullMarked;
