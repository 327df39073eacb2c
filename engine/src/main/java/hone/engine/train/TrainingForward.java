package hone.engine.train;

import hone.engine.graph.Graph;

/** What training makes of a model's graph before it is differentiated: statistics of batches, dropout, and a loss. */
final class TrainingForward {
    private TrainingForward() {}

    /** @param seed of the run, which dropout depends on */
    static Graph of(Graph model, Objective objective, Regularization regularization, long seed) {
        Graph normalized = BatchStatistics.in(model);
        Graph dropped = DropoutLayers.in(normalized, (float) regularization.dropout(), seed);
        return objective.on(dropped, (float) regularization.labelSmoothing());
    }
}
