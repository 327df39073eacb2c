package hone.engine.train;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.op.optimizer.Accumulate;
import hone.engine.tensor.TensorType;
import hone.engine.train.gradient.GradientFlow;
import hone.engine.train.gradient.Segments;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a training graph of a forward graph with a loss: weights become states of the same names, gradients are added
 * from the loss backwards, and at the end an optimizer's step for each parameter, after the last op that reads it. Where a
 * step is computed in parts, its graph adds the gradients to sums instead, and {@link ParameterUpdate} is a graph of its own.
 */
public final class Differentiation {
    /** The input that brings the loss's own gradient // (1) F32: 1, or a factor that scales every gradient. */
    public static final String LOSS_GRADIENT = "lossGradient";

    /** The output that gives the loss's gradient by a weight: "fc1.weight.gradient". */
    public static String gradientOutput(String weight) {
        return weight + ".gradient";
    }

    private final GraphBuilder builder = new GraphBuilder();
    private final List<Value> values;
    private final Value loss;
    private final SequencedMap<Value, String> parameters = new LinkedHashMap<>();

    private Differentiation(Graph forward, String loss) {
        values = builder.append(forward, Differentiation::trainable);
        forward.outputs().forEach((name, value) -> builder.output(name, mapped(value)));
        this.loss = mapped(forward.output(loss));
        if (!builder.type(this.loss).equals(TensorType.f32(1L))) {
            throw new InvalidInput("the loss must be one number", loss, "it is " + builder.type(this.loss));
        }
        for (int i = 0; i < values.size(); i++) {
            if (forward.nodes().get(i) instanceof Node.Weight weight) {
                parameters.put(values.get(i), weight.name());
            }
        }
    }

    /**
     * @param forward has the loss among its outputs; all of its outputs are kept, and the weights' gradients added
     * @param loss name of the output to make small, of shape (1)
     * @param weightDecay for parameters of two dimensions and more; biases are not pulled to 0
     * @return a graph with the inputs of the forward graph, {@link #LOSS_GRADIENT} and those of the optimizer
     * @throws InvalidInput if the loss is no scalar, an op has no gradient, or the loss does not depend on a weight
     */
    public static Graph of(Graph forward, String loss, Optimizer optimizer, float weightDecay) {
        ParameterUpdate update = new ParameterUpdate(optimizer, weightDecay, Float.POSITIVE_INFINITY);
        return of(forward, loss, update, false);
    }

    /**
     * The same with gradients that are clipped before the optimizer sees them; the outputs give them as they were.
     *
     * @param recompute whether the backward pass computes parts of the forward pass again instead of keeping their values
     */
    static Graph of(Graph forward, String loss, ParameterUpdate update, boolean recompute) {
        Differentiation made = new Differentiation(forward, loss);
        Map<Value, Value> gradients = new HashMap<>();
        made.addGradients(recompute, gradients::put);
        SequencedMap<String, Value> ordered = new LinkedHashMap<>();
        made.parameters.forEach((value, name) -> {
            Value gradient = require(gradients.get(value), name);
            made.builder.output(gradientOutput(name), gradient);
            ordered.put(name, gradient);
        });
        SequencedMap<String, Value> states = new LinkedHashMap<>();
        made.parameters.forEach((value, name) -> states.put(name, value));
        update.addTo(made.builder, states, ordered);
        return made.builder.build();
    }

    /**
     * A graph that adds the gradients of a part of a step to states named by {@link ParameterUpdate#sum}, each as soon as it is
     * complete. It moves no parameter.
     */
    static Graph accumulating(Graph forward, String loss, boolean recompute) {
        Differentiation made = new Differentiation(forward, loss);
        Map<Value, Value> sums = new HashMap<>();
        made.parameters.forEach((value, name) ->
                sums.put(value, made.builder.state(ParameterUpdate.sum(name), made.builder.type(value))));
        Map<Value, Value> added = new HashMap<>();
        made.addGradients(recompute, (value, gradient) -> {
            String name = ParameterUpdate.sum(made.parameters.getOrDefault(value, ""));
            Value sum = require(sums.get(value), name);
            added.put(value, made.builder.apply(name + ".add", new Accumulate(), sum, gradient));
        });
        made.parameters.forEach((value, name) -> require(added.get(value), name));
        return made.builder.build();
    }

    private void addGradients(boolean recompute, BiConsumer<Value, Value> found) {
        Set<Value> dropped = recompute ? Segments.dropped(builder.build(), loss) : Set.of();
        Value seed = builder.input(LOSS_GRADIENT, TensorType.f32(1L));
        GradientFlow.add(builder, loss, seed, new LinkedHashSet<>(parameters.keySet()), dropped, found);
    }

    private static Value require(@Nullable Value gradient, String weight) {
        if (gradient == null) {
            throw new InvalidInput("a weight cannot be trained", weight, "the loss does not depend on it");
        }
        return gradient;
    }

    private static Node trainable(Node leaf) {
        return leaf instanceof Node.Weight weight ? new Node.State(weight.name(), weight.type()) : leaf;
    }

    private Value mapped(Value value) {
        return new Value(values.get(value.node()).node(), value.output());
    }
}
