package hone.profiler.costs;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.attention.RollingCacheAttention;
import hone.engine.random.CounterRandom;
import hone.engine.run.KernelCosts;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A graph of one op to time kernels on.
 *
 * @param op the op
 * @param graph with input "x" and output "y"
 * @param weights random, with or without zeros
 * @param rows of input at which it is timed; a single number where a unit of work costs the same at all
 */
record CostSubject(Op op, Graph graph, Map<String, Tensor> weights, List<Integer> rows) {
    private static final long STREAM = 0x43_4F53_54L;

    /** An op that takes "x" once and has no weights. */
    static CostSubject of(MemoryRegion region, Op op, TensorType x) {
        return of(region, op, x, 1, List.of());
    }

    /** An op without zeros in its weights. */
    static CostSubject of(MemoryRegion region, Op op, TensorType x, int uses, List<TensorType> weights) {
        return of(region, op, x, uses, weights, 0);
    }

    /**
     * A subject.
     *
     * @param x of a symbolic batch, which is the rows
     * @param uses how many of the op's first inputs are x
     * @param weights the op's other inputs
     * @param zeros share of zeros in the weights that are matrices
     */
    static CostSubject of(MemoryRegion region, Op op, TensorType x, int uses, List<TensorType> weights, double zeros) {
        GraphBuilder builder = new GraphBuilder();
        Value input = builder.input("x", x);
        List<Value> inputs = new ArrayList<>();
        for (int i = 0; i < uses; i++) {
            inputs.add(input);
        }
        Map<String, Tensor> filled = new TreeMap<>();
        for (TensorType type : weights) {
            String name = "weight" + inputs.size();
            inputs.add(builder.weight(name, type));
            filled.put(name, random(region, type, zeros));
        }
        Value y = builder.apply("layer", op, inputs).getFirst();
        return new CostSubject(op, builder.output("y", y).build(), filled, KernelCosts.ROWS);
    }

    /**
     * One token that attends to a whole cache of zeros.
     *
     * @param token (1, batch, width)
     */
    static CostSubject cached(MemoryRegion region, RollingCacheAttention op, TensorType token, TensorType cache) {
        GraphBuilder builder = new GraphBuilder();
        Value input = builder.input("x", token);
        TensorType one = TensorType.of(DType.I32, Shape.of(1));
        Tensor last = region.tensor(one.dtype(), one.maxShape());
        last.segment().setAtIndex(ValueLayout.JAVA_INT, 0, op.positions() - 1);
        List<Value> operands = List.of(
                input,
                input,
                input,
                builder.weight("position", one),
                builder.state("keys", cache),
                builder.state("values", cache));
        Value y = builder.apply("layer", op, operands).getFirst();
        return new CostSubject(op, builder.output("y", y).build(), Map.of("position", last), List.of(1));
    }

    /** The same, timed at one number of rows. */
    CostSubject at(int count) {
        return new CostSubject(op, graph, weights, List.of(count));
    }

    private static Tensor random(MemoryRegion region, TensorType type, double zeros) {
        Tensor tensor = region.tensor(type.dtype(), type.maxShape());
        CounterRandom random = new CounterRandom(1, STREAM, type.rank());
        double none = type.rank() == 2 ? zeros : 0;
        for (long i = 0; i < tensor.shape().elements(); i++) {
            boolean zero = random.nextDouble() < none;
            float number = zero ? 0 : (float) random.uniform(0.01, 0.1);
            if (type.dtype() == DType.F32) {
                tensor.setFloat(i, number);
            } else if (type.dtype() == DType.F16) {
                tensor.segment().setAtIndex(ValueLayout.JAVA_SHORT, i, Float.floatToFloat16(number));
            } else if (type.dtype() != DType.I32) { // a place in a sequence stays 0
                tensor.segment().set(ValueLayout.JAVA_BYTE, i, (byte) (1000 * number));
            }
        }
        return tensor;
    }
}
