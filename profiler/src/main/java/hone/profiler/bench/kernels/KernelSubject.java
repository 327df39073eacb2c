package hone.profiler.bench.kernels;

import hone.engine.graph.Cost;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.memory.MemoryRegion;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.DType;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One op at one size, with random numbers in its operands.
 *
 * @param op as the command line names it: "matmul"
 * @param shape "m×k×n" for products, otherwise what there is to say
 * @param graph of the op "y" alone
 * @param constants its weights, by name
 * @param inputs the rest, by name
 * @param product the sizes other libraries need to compute the same; empty for what they do not compute
 */
record KernelSubject(
        String op,
        String shape,
        Graph graph,
        Map<String, Tensor> constants,
        Map<String, Tensor> inputs,
        Optional<Product> product) {
    private static final long STREAM = 0x42_454E_43L;

    /** A product of inputs "in0" and "in1": m×k by k×n, the second one stored transposed or not. */
    record Product(int m, int k, int n, boolean transposed) {}

    /**
     * A subject.
     *
     * @param types of all operands
     * @param constant from which operand on they are weights
     */
    static KernelSubject of(
            MemoryRegion region,
            String name,
            String shape,
            Op op,
            List<TensorType> types,
            int constant,
            Optional<Product> product) {
        GraphBuilder builder = new GraphBuilder();
        List<Value> values = new ArrayList<>();
        Map<String, Tensor> constants = new LinkedHashMap<>();
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (int i = 0; i < types.size(); i++) {
            String operand = "in" + i;
            boolean weight = i >= constant;
            values.add(weight ? builder.weight(operand, types.get(i)) : builder.input(operand, types.get(i)));
            (weight ? constants : inputs).put(operand, random(region, types.get(i), i));
        }
        Value y = builder.apply("y", op, values).getFirst();
        return new KernelSubject(name, shape, builder.output("y", y).build(), constants, inputs, product);
    }

    private static Tensor random(MemoryRegion region, TensorType type, int operand) {
        Tensor tensor = region.tensor(type.dtype(), type.maxShape());
        CounterRandom random = new CounterRandom(1, STREAM, operand);
        for (long i = 0; i < tensor.shape().elements(); i++) {
            if (type.dtype() == DType.F32) {
                tensor.setFloat(i, (float) random.uniform(-0.5, 0.5));
            } else if (type.dtype() == DType.F16) {
                short half = Float.floatToFloat16((float) random.uniform(-0.5, 0.5));
                tensor.segment().setAtIndex(ValueLayout.JAVA_SHORT, i, half);
            } else {
                tensor.segment().set(ValueLayout.JAVA_BYTE, i, (byte) (random.nextInt(255) - 127));
            }
        }
        return tensor;
    }

    /** The op's node. */
    Node.Apply node() {
        return graph.applications().getFirst();
    }

    /** What a run costs by formula. */
    Cost cost() {
        return graph.cost(node(), Map.of());
    }

    /** An operand, weight or not. */
    Tensor operand(String name) {
        Tensor tensor = constants.get(name);
        return tensor != null ? tensor : java.util.Objects.requireNonNull(inputs.get(name));
    }
}
