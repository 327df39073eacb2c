/** Kernels that look rows up. */
@NullMarked
package hone.engine.kernel.embedding;

import org.jspecify.annotations.NullMarked;
