package hone.engine.model;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.op.activation.Relu;
import hone.engine.op.matmul.Linear;
import hone.engine.run.PlanRequest;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;

/** The multi-layer perceptron: linear layers with rectifiers between them. */
public final class Mlp {
    /** Pixels of 28×28, two hidden layers, ten digits: 109,386 parameters. */
    public static final Architecture DIGITS = new Architecture(
            "mlp",
            "MLP 784-128-64-10",
            "Three linear layers with rectifiers between them, for 28×28 digits.",
            "x",
            "logits",
            () -> graph(784, 128, 64, 10));

    private Mlp() {}

    /**
     * A perceptron for float32 rows: input "x" (batch, widths[0]), output "logits" (batch, last width).
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
        return builder.output("logits", value).build();
    }
}
