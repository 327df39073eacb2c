package hone.engine.train;

import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.op.normalization.BatchNorm;
import hone.engine.op.normalization.BatchNormTraining;
import hone.engine.op.normalization.RunningStatistics;
import hone.engine.rewrite.GraphCopy;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets every batch normalization of a training graph take the statistics of the batch at hand. What inference will use,
 * the running mean and variance, turns from weights into states of the same names, which each batch moves a little; so the
 * optimizer leaves them alone.
 */
final class BatchStatistics {
    /** The newest batch's share, as is usual: the last dozens of batches count. */
    private static final float SHARE = 0.1f;

    private static final int MEAN = 3;
    private static final int VARIANCE = 4;

    private BatchStatistics() {}

    /** The graph that training runs; the same graph where nothing in it normalizes batches. */
    static Graph in(Graph forward) {
        Set<Value> running = new HashSet<>();
        for (Node.Apply node : forward.applications()) {
            if (node.op() instanceof BatchNorm) {
                running.addAll(node.inputs().subList(MEAN, VARIANCE + 1));
            }
        }
        if (running.isEmpty()) {
            return forward;
        }
        return GraphCopy.of(forward, (node, index, copy) -> switch (node) {
            case Node.Weight weight
            when running.contains(new Value(index, 0)) ->
                Optional.of(List.of(copy.builder().state(weight.name(), weight.type())));
            case Node.Apply apply
            when apply.op() instanceof BatchNorm op -> Optional.of(List.of(normalize(apply, op, copy)));
            default -> Optional.empty();
        });
    }

    private static Value normalize(Node.Apply node, BatchNorm op, GraphCopy copy) {
        List<Value> inputs = copy.map(node.inputs());
        List<Value> results =
                copy.builder().apply(node.name(), new BatchNormTraining(op.epsilon()), inputs.subList(0, MEAN));
        RunningStatistics step = new RunningStatistics(SHARE);
        copy.builder().apply(node.name() + ".runningMean", step, inputs.get(MEAN), results.get(1));
        copy.builder().apply(node.name() + ".runningVariance", step, inputs.get(VARIANCE), results.get(2));
        return results.getFirst();
    }
}
