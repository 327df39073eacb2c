package hone.engine.train;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.op.optimizer.ClipFactor;
import hone.engine.op.optimizer.Scale;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * What becomes of the gradients of a step: they are clipped together, and the optimizer moves each parameter.
 *
 * @param optimizer how
 * @param weightDecay for parameters of two dimensions and more; biases are not pulled to 0
 * @param clipNorm the largest norm of all gradients together; infinity clips nothing
 */
record ParameterUpdate(Optimizer optimizer, float weightDecay, float clipNorm) {
    static ParameterUpdate of(Optimization optimization) {
        return new ParameterUpdate(
                optimization.optimizer(), (float) optimization.weightDecay(), (float) optimization.clipNorm());
    }

    /** The state that sums up the gradients of a step's parts: "fc1.weight.accumulated". */
    static String sum(String weight) {
        return weight + ".accumulated";
    }

    /** A graph of its own, for a step in parts: its gradients are the sums. */
    Graph graph(Graph forward) {
        GraphBuilder builder = new GraphBuilder();
        SequencedMap<String, Value> parameters = new LinkedHashMap<>();
        SequencedMap<String, Value> sums = new LinkedHashMap<>();
        for (Node.Weight weight : forward.weights()) {
            parameters.put(weight.name(), builder.state(weight.name(), weight.type()));
            sums.put(weight.name(), builder.state(sum(weight.name()), weight.type()));
        }
        addTo(builder, parameters, sums);
        return builder.build();
    }

    /**
     * Adds the ops to a graph.
     *
     * @param parameters states by name
     * @param gradients by the same names
     */
    void addTo(GraphBuilder builder, SequencedMap<String, Value> parameters, SequencedMap<String, Value> gradients) {
        Optimizer.Inputs inputs = optimizer.addInputs(builder);
        SequencedMap<String, Value> steps = new LinkedHashMap<>(gradients);
        if (clipNorm < Float.POSITIVE_INFINITY) {
            clip(builder, steps);
        }
        parameters.forEach((name, value) -> {
            float decay = builder.type(value).rank() >= 2 ? weightDecay : 0;
            Value gradient = Objects.requireNonNull(steps.get(name));
            optimizer.addStep(builder, new Optimizer.Parameter(name, value, gradient, decay), inputs);
        });
    }

    /** Scales all gradients by one factor. */
    private void clip(GraphBuilder builder, SequencedMap<String, Value> gradients) {
        List<Value> all = List.copyOf(gradients.values());
        Value factor = builder.apply("clip", new ClipFactor(clipNorm), all).getFirst();
        gradients.replaceAll((name, gradient) -> builder.apply(name + ".clipped", new Scale(), gradient, factor));
    }
}
