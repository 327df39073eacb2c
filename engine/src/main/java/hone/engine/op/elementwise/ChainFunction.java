package hone.engine.op.elementwise;

import hone.engine.graph.Op;
import hone.engine.op.activation.Activation;
import java.util.Arrays;
import java.util.Optional;

/** What one step of a {@link Chain} computes; each stands for an op of its own. */
public enum ChainFunction {
    RELU(Activation.RELU),
    GELU_TANH(Activation.GELU_TANH),
    GELU_ERF(Activation.GELU_ERF),
    SILU(Activation.SILU),
    TANH(Activation.TANH),
    SIGMOID(Activation.SIGMOID),
    ADD(Activation.NONE),
    MUL(Activation.NONE);

    private final Activation activation;

    ChainFunction(Activation activation) {
        this.activation = activation;
    }

    /** The function of one number that it is; {@link Activation#NONE} for sums and products. */
    public Activation activation() {
        return activation;
    }

    /** Whether it takes an operand besides the running value. */
    public boolean binary() {
        return activation == Activation.NONE;
    }

    /** The op it stands for. */
    public Op op() {
        return activation.op().orElseGet(() -> this == ADD ? new Add() : new Mul());
    }

    /** The step that stands for an op, if there is one. */
    public static Optional<ChainFunction> of(Op op) {
        return Arrays.stream(values())
                .filter(function -> function.op().equals(op))
                .findFirst();
    }
}
