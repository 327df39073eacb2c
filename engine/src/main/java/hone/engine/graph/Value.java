package hone.engine.graph;

/**
 * One output of one node of a graph.
 *
 * @param node index of the node in the graph's order
 * @param output which of its outputs
 */
public record Value(int node, int output) {}
