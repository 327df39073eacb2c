package hone.profiler.costs;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.activation.Relu;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.Linear;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A graph of one op to time kernels on: a layer of 512 inputs and 128 outputs, whose weights fit a second-level cache as
 * those of the models that ship do.
 *
 * @param op the op
 * @param graph with input "x" of (batch, 512) and output "y"
 * @param weights random, with or without zeros
 */
record CostSubject(Op op, Graph graph, Map<String, Tensor> weights) {
    /** Inputs of the layer. */
    static final int IN = 512;

    private static final int OUT = 128;
    private static final int MOST_ROWS = 1 << 20;
    private static final double ZEROS = 0.8;
    private static final long STREAM = 0x43_4F53_54L;

    /** The ops whose kernels are timed, weights without zeros. */
    static List<CostSubject> dense(MemoryRegion region) {
        return List.of(
                linear(region, 0),
                int8(region, 0, false),
                int8(region, 0, true),
                new CostSubject(new Relu(), relu(1), Map.of()));
    }

    /** The same with four weights of five at zero, and one with two of each four, for the kernel that needs that. */
    static List<CostSubject> sparse(MemoryRegion region) {
        return List.of(linear(region, ZEROS), twoOfFour(region), int8(region, ZEROS, false), int8(region, ZEROS, true));
    }

    private static CostSubject twoOfFour(MemoryRegion region) {
        CostSubject layer = linear(region, 0);
        Tensor weight = layer.weights.get("layer.weight");
        for (long i = 0; weight != null && i < weight.shape().elements(); i += 4) {
            weight.setFloat(i + i / 4 % 2, 0);
            weight.setFloat(i + 2 + i / 8 % 2, 0);
        }
        return layer;
    }

    /** A chain of rectifiers. */
    static Graph relu(int length) {
        GraphBuilder builder = new GraphBuilder();
        Value value = input(builder);
        for (int i = 0; i < length; i++) {
            value = builder.apply("layer" + i, new Relu(), value);
        }
        return builder.output("y", value).build();
    }

    private static CostSubject linear(MemoryRegion region, double zeros) {
        GraphBuilder builder = new GraphBuilder();
        Value x = input(builder);
        Value weight = builder.weight("layer.weight", TensorType.f32((long) OUT, IN));
        Value bias = builder.weight("layer.bias", TensorType.f32((long) OUT));
        Op op = new Linear(true);
        Graph graph =
                builder.output("y", builder.apply("layer", op, x, weight, bias)).build();
        Map<String, Tensor> weights = new TreeMap<>();
        weights.put("layer.weight", floats(region, Shape.of(OUT, IN), zeros));
        weights.put("layer.bias", floats(region, Shape.of(OUT), 0));
        return new CostSubject(op, graph, weights);
    }

    private static CostSubject int8(MemoryRegion region, double zeros, boolean activations) {
        GraphBuilder builder = new GraphBuilder();
        List<Value> inputs = new ArrayList<>();
        inputs.add(input(builder));
        inputs.add(builder.weight("layer.weight", TensorType.of(DType.I8, Shape.of(OUT, IN))));
        inputs.add(builder.weight("layer.scale", TensorType.f32((long) OUT)));
        inputs.add(builder.weight("layer.bias", TensorType.f32((long) OUT)));
        Map<String, Tensor> weights = new TreeMap<>();
        weights.put("layer.weight", bytes(region, Shape.of(OUT, IN), zeros));
        weights.put("layer.scale", floats(region, Shape.of(OUT), 0));
        weights.put("layer.bias", floats(region, Shape.of(OUT), 0));
        if (activations) {
            inputs.add(builder.weight("layer.inputScale", TensorType.f32(1L)));
            weights.put(
                    "layer.inputScale", region.tensor(DType.F32, Shape.of(1)).fill(new float[] {1 / 127f}));
        }
        Op op = new Int8Linear(activations);
        Graph graph = builder.output("y", builder.apply("layer", op, inputs).getFirst())
                .build();
        return new CostSubject(op, graph, weights);
    }

    private static Value input(GraphBuilder builder) {
        return builder.input("x", TensorType.f32(Dim.symbol("batch", MOST_ROWS), Dim.of(IN)));
    }

    private static Tensor floats(MemoryRegion region, Shape shape, double zeros) {
        Tensor tensor = region.tensor(DType.F32, shape);
        CounterRandom random = new CounterRandom(1, STREAM, shape.rank());
        for (long i = 0; i < shape.elements(); i++) {
            tensor.setFloat(i, random.nextDouble() < zeros ? 0 : (float) random.uniform(0.01, 0.1));
        }
        return tensor;
    }

    private static Tensor bytes(MemoryRegion region, Shape shape, double zeros) {
        Tensor tensor = region.tensor(DType.I8, shape);
        CounterRandom random = new CounterRandom(2, STREAM, shape.rank());
        for (long i = 0; i < shape.elements(); i++) {
            int value = random.nextDouble() < zeros ? 0 : 1 + random.nextInt(100);
            tensor.segment().set(ValueLayout.JAVA_BYTE, i, (byte) value);
        }
        return tensor;
    }
}
