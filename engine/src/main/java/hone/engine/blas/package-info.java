/** Matrix products of libraries made by others, called without copies; below the kernels, so that a kernel may use them. */
@NullMarked
package hone.engine.blas;

import org.jspecify.annotations.NullMarked;
