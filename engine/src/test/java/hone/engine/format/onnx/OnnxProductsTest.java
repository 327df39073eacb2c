package hone.engine.format.onnx;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.op.activation.Relu;
import hone.engine.op.elementwise.Add;
import hone.engine.op.matmul.F16Linear;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.MatMul;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Products and layers in a file compute what the executor computes. */
class OnnxProductsTest {
    private final OnnxCheck check = new OnnxCheck();

    @AfterEach
    void close() {
        check.close();
    }

    @Test
    void aPerceptronComputesTheSame() {
        check.same(check.model(Mlp.graph(29, 13, 7, 5), 7), 1e-5, 4, 29);
    }

    @Test
    void productsAndSumsInAllFormsComputeTheSame() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(6)));
        Value square = builder.weight("square", TensorType.f32(6L, 6));
        Value tall = builder.weight("tall", TensorType.f32(9L, 6));
        Value plain = builder.apply("plain", new MatMul(false, false), x, square);
        Value turned = builder.apply("turned", new MatMul(false, true), plain, tall); // (batch, 9)
        Value inner = builder.apply("inner", new MatMul(true, false), turned, x); // (9, 6)
        Value unbiased = builder.apply("unbiased", new Linear(false), x, square);
        Value sum = builder.apply("sum", new Add(), plain, unbiased);
        builder.output("y", sum).output("inner", inner);
        check.same(check.model(builder.build(), 3), 1e-4, 5, 6);
    }

    @Test
    void productsOfManyPairsComputeTheSame() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(3), Dim.of(6)));
        Value scores = builder.apply("scores", new MatMul(false, true), x, x); // (batch, 3, 3)
        Value turned = builder.apply("turned", new MatMul(true, false), x, scores); // (batch, 6, 3)
        Value shared =
                builder.apply("shared", new MatMul(false, true), turned, builder.weight("w", TensorType.f32(4L, 3)));
        builder.output("y", shared).output("both", builder.apply("both", new MatMul(true, true), x, turned));
        check.same(check.model(builder.build(), 3), 1e-4, 5, 3, 6);
    }

    @Test
    void aLayerOverThreeDimensionsComputesTheSame() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(3), Dim.of(6)));
        Value w = builder.weight("w", TensorType.f32(9L, 6));
        Value b = builder.weight("b", TensorType.f32(9L));
        Value layer = builder.apply("layer", new Linear(true), x, w, b);
        Value v = builder.weight("v", TensorType.f32(4L, 9));
        builder.output("y", builder.apply("second", new Linear(false), layer, v));
        check.same(check.model(builder.build(), 3), 1e-5, 5, 3, 6);
    }

    @Test
    void int8LayersComputeTheSame() {
        for (boolean activations : new boolean[] {false, true}) {
            check.same(int8(activations), 1e-3, 5, 40);
        }
    }

    private Model int8(boolean activations) {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(40)));
        Value hidden = builder.apply("relu", new Relu(), int8(builder, "first", activations, x, 9, 40));
        builder.output("y", int8(builder, "second", activations, hidden, 7, 9));
        Graph graph = builder.build();
        CounterRandom random = new CounterRandom(5, 1, 0);
        Map<String, Tensor> weights = new HashMap<>();
        for (Node.Weight weight : graph.weights()) {
            Tensor tensor =
                    check.region().tensor(weight.type().dtype(), weight.type().maxShape());
            for (long i = 0; i < tensor.shape().elements(); i++) {
                switch (weight.name().substring(weight.name().indexOf('.') + 1)) {
                    case "q" -> tensor.segment().set(ValueLayout.JAVA_BYTE, i, (byte) (random.nextInt(255) - 127));
                    case "input" -> tensor.setFloat(i, weight.name().startsWith("first") ? 1 / 127F : 10 / 127F);
                    case "scale" -> tensor.setFloat(i, (float) random.uniform(0.001, 0.01));
                    default -> tensor.setFloat(i, (float) random.uniform(-1, 1));
                }
            }
            weights.put(weight.name(), tensor);
        }
        return new Model("int8", graph, weights);
    }

    private static Value int8(GraphBuilder builder, String name, boolean activations, Value x, int out, int in) {
        List<Value> inputs = new ArrayList<>(List.of(
                x,
                builder.weight(name + ".q", TensorType.of(DType.I8, Shape.of(out, in))),
                builder.weight(name + ".scale", TensorType.f32((long) out)),
                builder.weight(name + ".bias", TensorType.f32((long) out))));
        if (activations) {
            inputs.add(builder.weight(name + ".input", TensorType.f32(1L)));
        }
        return builder.apply(name, new Int8Linear(activations), inputs).getFirst();
    }

    @Test
    void aFloat16LayerKeepsItsWeightInFloat16() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(6)));
        Value w = builder.weight("w", TensorType.of(DType.F16, Shape.of(9, 6)));
        Value b = builder.weight("b", TensorType.f32(9L));
        builder.output("y", builder.apply("layer", new F16Linear(), x, w, b));
        Tensor half = check.region().tensor(DType.F16, Shape.of(9, 6));
        CounterRandom random = new CounterRandom(5, 1, 0);
        for (long i = 0; i < half.shape().elements(); i++) {
            half.segment().setAtIndex(ValueLayout.JAVA_SHORT, i, Float.floatToFloat16((float) random.uniform(-1, 1)));
        }
        Tensor bias = check.uniform(12, 9);
        check.same(new Model("half", builder.build(), Map.of("w", half, "b", bias)), 1e-5, 5, 6);
    }
}
