package hone.engine.model;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.op.activation.Relu;
import hone.engine.op.matmul.Linear;
import hone.engine.run.PlanRequest;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The multi-layer perceptron: linear layers with rectifiers between them. */
public final class Mlp {
    /** Pixels of 28×28, two hidden layers, ten digits: 109,386 parameters. */
    public static final Architecture DIGITS = new Architecture(
            "mlp",
            "MLP 784-128-64-10",
            "Three linear layers with rectifiers between them, for 28×28 digits.",
            Task.CLASSIFICATION,
            "x",
            "logits",
            () -> graph(784, 128, 64, 10));

    /** The output of a perceptron that answers with a measure // (batch, 1). */
    public static final String PREDICTION = "prediction";

    private static final int MOST_WIDTHS = 16;
    private static final int WIDEST = 1 << 20;

    private Mlp() {}

    /**
     * The perceptron whose id names the widths of the input, each hidden layer and the output: {@code mlp-64-32-10}.
     *
     * @throws InvalidInput if it does not name 2 to 16 widths of 1 to 1,048,576
     */
    static Architecture named(String id) {
        String[] words = id.split("-", -1);
        boolean good = words.length > 2 && words.length <= MOST_WIDTHS + 1;
        int[] widths = new int[words.length - 1];
        for (int i = 0; i < widths.length && good; i++) {
            good = words[i + 1].matches("[1-9][0-9]{0,6}") && Integer.parseInt(words[i + 1]) <= WIDEST;
            widths[i] = good ? Integer.parseInt(words[i + 1]) : 0;
        }
        if (!good) {
            throw new InvalidInput(
                    "there is no such model",
                    id,
                    "a perceptron is named by 2 to " + MOST_WIDTHS + " widths of 1 to " + WIDEST
                            + ", such as mlp-64-32-10");
        }
        return of(widths);
    }

    /**
     * The perceptron of these widths.
     *
     * @param widths of the input, each hidden layer and the output
     */
    public static Architecture of(int... widths) {
        String text = IntStream.of(widths).mapToObj(Integer::toString).collect(Collectors.joining("-"));
        int[] own = widths.clone();
        return new Architecture(
                "mlp-" + text,
                "MLP " + text,
                "Linear layers with rectifiers between them, for rows of " + widths[0] + " numbers.",
                own[own.length - 1] == 1 ? Task.REGRESSION : Task.CLASSIFICATION,
                "x",
                output(own),
                () -> graph(own));
    }

    /**
     * The zoo's perceptron where it fits, and else one with the same hidden layers and other ends.
     *
     * @param features numbers of one sample
     * @param outputs classes to tell apart, or 1 for a measure
     */
    public static Architecture fitting(int features, int outputs) {
        return features == 784 && outputs > 1 && outputs <= 10 ? DIGITS : of(features, 128, 64, outputs);
    }

    /**
     * A perceptron for float32 rows: input "x" (batch, widths[0]), output "logits" (batch, last width); with one
     * output it answers with a measure, {@link #PREDICTION}.
     *
     * @param widths of the input, each hidden layer and the output
     */
    public static Graph graph(int... widths) {
        GraphBuilder builder = new GraphBuilder();
        Value value = builder.input("x", TensorType.f32(Dim.symbol("batch", PlanRequest.MAX_BATCH), Dim.of(widths[0])));
        for (int layer = 1; layer < widths.length; layer++) {
            String name = "fc" + layer;
            Value weight = builder.weight(name + ".weight", TensorType.f32((long) widths[layer], widths[layer - 1]));
            Value bias = builder.weight(name + ".bias", TensorType.f32((long) widths[layer]));
            value = builder.apply(name, new Linear(true), value, weight, bias);
            if (layer < widths.length - 1) {
                value = builder.apply("relu" + layer, new Relu(), value);
            }
        }
        return builder.output(output(widths), value).build();
    }

    private static String output(int[] widths) {
        return widths[widths.length - 1] == 1 ? PREDICTION : "logits";
    }
}
