/** Tests of hone.engine.format.huggingface. */
@NullMarked
package hone.engine.format.huggingface;

import org.jspecify.annotations.NullMarked;
