/** Normalization over the last dimension. */
@NullMarked
package hone.engine.op.normalization;

import org.jspecify.annotations.NullMarked;
