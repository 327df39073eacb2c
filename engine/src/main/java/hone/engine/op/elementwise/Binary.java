package hone.engine.op.elementwise;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * A function of two numbers, element by element, the inputs laid over each other by {@link Broadcast}. Arithmetic takes two
 * F32 or two I32 and gives the same; MOD only I32; comparisons take two of one type and give BOOL; AND, OR and XOR take and give BOOL.
 * {@link Add} and {@link Mul} are for two values of one shape, as models of our own have them.
 */
public record Binary(BinaryFunction function) implements Op {
    @Override
    public String kind() {
        return "Binary";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 2);
        TensorType a = inputs.get(0);
        TensorType b = inputs.get(1);
        if (a.dtype() != b.dtype() || !takes(a.dtype())) {
            throw new InvalidInput(function + " does not take these types", "", a + " and " + b);
        }
        return List.of(new TensorType(function.compares() ? DType.BOOL : a.dtype(), Broadcast.of(a, b)));
    }

    private boolean takes(DType dtype) {
        return switch (dtype) {
            case F32 -> !function.logical() && function != BinaryFunction.MOD;
            case I32 -> !function.logical();
            case BOOL -> function.logical() || function == BinaryFunction.EQUAL;
            default -> false;
        };
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType y = outputs.getFirst();
        long read = inputs.get(0).maxBytes() + inputs.get(1).maxBytes();
        return new Cost(0, y.maxShape().elements(), read, y.maxBytes());
    }
}
