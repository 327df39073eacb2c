/** Techniques that store or compute with fewer bits. */
@NullMarked
package hone.engine.technique.quantization;

import org.jspecify.annotations.NullMarked;
