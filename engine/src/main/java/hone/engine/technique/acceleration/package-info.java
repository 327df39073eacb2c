/** Techniques that change which kernels run, or how many, and not what is computed. */
@NullMarked
package hone.engine.technique.acceleration;

import org.jspecify.annotations.NullMarked;
