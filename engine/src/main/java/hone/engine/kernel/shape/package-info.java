/** Kernels of ops that move elements or not even that. */
@NullMarked
package hone.engine.kernel.shape;

import org.jspecify.annotations.NullMarked;
