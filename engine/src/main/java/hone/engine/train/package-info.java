/**
 * Training: gradients as graph from graph, losses and optimizers as ops, and the trainer that runs them through the
 * executor like every other graph.
 */
@NullMarked
package hone.engine.train;

import org.jspecify.annotations.NullMarked;
