/** Checkpoints and tokenizers of karpathy/llama2.c, the well-known small story models among them. */
@NullMarked
package hone.engine.format.llama2c;

import org.jspecify.annotations.NullMarked;
