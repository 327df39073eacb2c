/** Kernels of normalization: over the last dimension, and over channels with the statistics of training. */
@NullMarked
package hone.engine.kernel.normalization;

import org.jspecify.annotations.NullMarked;
