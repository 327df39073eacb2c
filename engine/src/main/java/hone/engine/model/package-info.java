/** Models: a graph with its weights, and the zoo of architectures that ship. */
@NullMarked
package hone.engine.model;

import org.jspecify.annotations.NullMarked;
