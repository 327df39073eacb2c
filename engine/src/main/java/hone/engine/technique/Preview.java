package hone.engine.technique;

import hone.engine.graph.Graph;

/**
 * What a setup will look like, as far as that is known without data, weights or training: enough to say whether a
 * technique applies.
 *
 * @param graph as the earlier techniques of the recipe will have left it
 * @param cores of the machine
 */
public record Preview(Graph graph, int cores) {
    public Preview withGraph(Graph other) {
        return new Preview(other, cores);
    }
}
