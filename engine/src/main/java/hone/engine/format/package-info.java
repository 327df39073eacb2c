/** Files: safetensors, and the artefact that keeps a whole setup in one. Readers trust nothing they read. */
@NullMarked
package hone.engine.format;

import org.jspecify.annotations.NullMarked;
