package hone.engine.op.activation;

import hone.engine.graph.Op;
import hone.engine.tensor.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The function that a layer applies to its own results before it hands them on: a fused activation. Each but
 * {@link #NONE} stands for an op of its own, with the same results; what is saved is that op's way to memory and back.
 */
public enum Activation {
    NONE,
    RELU,
    /** The form with the hyperbolic tangent. */
    GELU_TANH,
    /** The exact form. */
    GELU_ERF,
    SILU,
    TANH,
    SIGMOID;

    /** The op it stands for; empty for {@link #NONE}. */
    public Optional<Op> op() {
        return switch (this) {
            case NONE -> Optional.empty();
            case RELU -> Optional.of(new Relu());
            case GELU_TANH -> Optional.of(new Gelu(true));
            case GELU_ERF -> Optional.of(new Gelu(false));
            case SILU -> Optional.of(new Silu());
            case TANH -> Optional.of(new Tanh());
            case SIGMOID -> Optional.of(new Sigmoid());
        };
    }

    /** The activation that stands for an op, if there is one. */
    public static Optional<Activation> of(Op op) {
        return Arrays.stream(values())
                .filter(activation -> activation.op().filter(op::equals).isPresent())
                .findFirst();
    }

    /** The arithmetic of the op it stands for, on results of this concrete type. */
    public long elementwiseOps(TensorType results) {
        List<TensorType> types = List.of(results);
        return op().map(op -> op.cost(types, types).elementwiseOps()).orElse(0L);
    }
}
