/** The model as a graph of typed values: what is computed, never how. */
@NullMarked
package hone.engine.graph;

import org.jspecify.annotations.NullMarked;
