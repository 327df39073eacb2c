/** Folders in the layout of the Hugging Face hub, config.json beside safetensors, of the models that {@code Gpt} can be. */
@NullMarked
package hone.engine.format.huggingface;

import org.jspecify.annotations.NullMarked;
