/** Little stories from a grammar: a language small enough for a small transformer to learn, whose entropy is known. */
@NullMarked
package hone.engine.data.story;

import org.jspecify.annotations.NullMarked;
