package hone.engine.train;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;

/** What training makes of a model's graph before it is differentiated: statistics of batches, dropout, and a loss. */
final class TrainingForward {
    private TrainingForward() {}

    /**
     * @param seed of the run, which dropout depends on
     * @throws InvalidInput if dropout is asked for, and no layer has a place for it
     */
    static Graph of(Graph model, Objective objective, Regularization regularization, long seed) {
        Graph normalized = BatchStatistics.in(model);
        Graph dropped = DropoutLayers.in(normalized, (float) regularization.dropout(), seed);
        if (regularization.dropout() > 0 && dropped.find(DropoutLayers.STEP).isEmpty()) {
            throw new InvalidInput(
                    "dropout has no place in this model",
                    "--dropout " + regularization.dropout(),
                    "no linear layer reads another layer's values");
        }
        return objective.on(dropped, (float) regularization.labelSmoothing());
    }
}
