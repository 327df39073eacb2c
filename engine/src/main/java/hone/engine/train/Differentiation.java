package hone.engine.train;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.op.optimizer.ClipFactor;
import hone.engine.op.optimizer.Scale;
import hone.engine.tensor.TensorType;
import hone.engine.train.gradient.GradientFlow;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * Makes a training graph of a forward graph with a loss: weights become states of the same names, gradients are added
 * from the loss backwards, and at the end an optimizer's step for each parameter, after the last op that reads it.
 */
public final class Differentiation {
    /** The input that brings the loss's own gradient // (1) F32: 1, or a factor that scales every gradient. */
    public static final String LOSS_GRADIENT = "lossGradient";

    /** The output that gives the loss's gradient by a weight: "fc1.weight.gradient". */
    public static String gradientOutput(String weight) {
        return weight + ".gradient";
    }

    private final GraphBuilder builder = new GraphBuilder();
    private final Graph forward;

    private Differentiation(Graph forward) {
        this.forward = forward;
    }

    /**
     * @param forward has the loss among its outputs; all of its outputs are kept, and the weights' gradients added
     * @param loss name of the output to make small, of shape (1)
     * @param weightDecay for parameters of two dimensions and more; biases are not pulled to 0
     * @return a graph with the inputs of the forward graph, {@link #LOSS_GRADIENT} and those of the optimizer
     * @throws InvalidInput if the loss is no scalar, an op has no gradient, or the loss does not depend on a weight
     */
    public static Graph of(Graph forward, String loss, Optimizer optimizer, float weightDecay) {
        return of(forward, loss, optimizer, weightDecay, Float.POSITIVE_INFINITY);
    }

    /**
     * The same with gradients that are clipped before the optimizer sees them; the outputs give them as they were.
     *
     * @param clipNorm the largest norm of all gradients together; infinity clips nothing
     */
    public static Graph of(Graph forward, String loss, Optimizer optimizer, float weightDecay, float clipNorm) {
        return new Differentiation(forward).training(loss, optimizer, weightDecay, clipNorm);
    }

    private Graph training(String loss, Optimizer optimizer, float weightDecay, float clipNorm) {
        List<Value> values = builder.append(forward, Differentiation::trainable);
        forward.outputs().forEach((name, value) -> builder.output(name, mapped(values, value)));
        Value scalar = mapped(values, forward.output(loss));
        if (!builder.type(scalar).equals(TensorType.f32(1L))) {
            throw new InvalidInput("the loss must be one number", loss, "it is " + builder.type(scalar));
        }
        SequencedMap<String, Value> parameters = parameters(values);
        Value seed = builder.input(LOSS_GRADIENT, TensorType.f32(1L));
        Map<Value, Value> gradients = GradientFlow.add(builder, scalar, seed, new LinkedHashSet<>(parameters.values()));
        Optimizer.Inputs inputs = optimizer.addInputs(builder);
        SequencedMap<String, Value> steps = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            Value gradient = gradients.get(value);
            if (gradient == null) {
                throw new InvalidInput("a weight cannot be trained", name, "the loss does not depend on it");
            }
            builder.output(gradientOutput(name), gradient);
            steps.put(name, gradient);
        });
        if (clipNorm < Float.POSITIVE_INFINITY) {
            clip(steps, clipNorm);
        }
        parameters.forEach((name, value) -> {
            float decay = builder.type(value).rank() >= 2 ? weightDecay : 0;
            Value gradient = Objects.requireNonNull(steps.get(name));
            optimizer.addStep(builder, new Optimizer.Parameter(name, value, gradient, decay), inputs);
        });
        return builder.build();
    }

    /** Scales all gradients by one factor. */
    private void clip(SequencedMap<String, Value> gradients, float clipNorm) {
        List<Value> all = List.copyOf(gradients.values());
        Value factor = builder.apply("clip", new ClipFactor(clipNorm), all).getFirst();
        gradients.replaceAll((name, gradient) -> builder.apply(name + ".clipped", new Scale(), gradient, factor));
    }

    private static Node trainable(Node leaf) {
        return leaf instanceof Node.Weight weight ? new Node.State(weight.name(), weight.type()) : leaf;
    }

    private SequencedMap<String, Value> parameters(List<Value> values) {
        SequencedMap<String, Value> parameters = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            if (forward.nodes().get(i) instanceof Node.Weight weight) {
                parameters.put(weight.name(), values.get(i));
            }
        }
        return parameters;
    }

    private static Value mapped(List<Value> values, Value value) {
        return new Value(values.get(value.node()).node(), value.output());
    }
}
