/** Functions of whole vectors that several families of kernels need. */
@NullMarked
package hone.engine.kernel.math;

import org.jspecify.annotations.NullMarked;
