/** Plain kernels between real numbers and the 8-bit whole numbers of files that other programs have quantized. */
@NullMarked
package hone.engine.kernel.quantization;

import org.jspecify.annotations.NullMarked;
