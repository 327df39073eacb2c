package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.op.FunctionNames;
import hone.engine.graph.Op;
import hone.engine.op.elementwise.Unary;
import hone.engine.op.elementwise.UnaryFunction;
import java.util.Optional;
import java.util.Set;

/** Functions of one number; those that models of our own have are {@link ActivationLowering}'s. */
final class UnaryLowering implements Lowering {
    private static final double SELU_ALPHA = 1.6732631921768188;
    private static final double SELU_GAMMA = 1.0507010221481323;
    private static final double HARD_SIGMOID_BETA = 0.5;
    private static final double SHRINK_LAMBDA = 0.5;

    @Override
    public Set<String> operators() {
        return Set.of(
                "Abs",
                "Neg",
                "Sign",
                "Ceil",
                "Floor",
                "Round",
                "Sqrt",
                "Exp",
                "Log",
                "Reciprocal",
                "Sin",
                "Cos",
                "Erf",
                "Softplus",
                "Softsign",
                "Mish",
                "HardSwish",
                "LeakyRelu",
                "Elu",
                "Selu",
                "Celu",
                "ThresholdedRelu",
                "HardSigmoid",
                "Shrink",
                "Swish");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        return site.operand(0).flatMap(x -> site.apply(op(site), x));
    }

    private static Op op(LoweringSite site) {
        UnaryFunction function = FunctionNames.unary(site.operator());
        double alpha = site.real("alpha", alpha(function));
        return switch (function) {
            case LEAKY_RELU, ELU, CELU, THRESHOLDED_RELU, SWISH -> new Unary(function, alpha, 0);
            case SELU -> new Unary(function, alpha, site.real("gamma", SELU_GAMMA));
            case SHRINK -> new Unary(function, site.real("lambd", SHRINK_LAMBDA), site.real("bias", 0));
            case HARD_SIGMOID -> new Unary(function, alpha, site.real("beta", HARD_SIGMOID_BETA));
            default -> new Unary(function);
        };
    }

    private static double alpha(UnaryFunction function) {
        return switch (function) {
            case LEAKY_RELU -> 0.01F;
            case SELU -> SELU_ALPHA;
            case HARD_SIGMOID -> 0.2F;
            default -> 1;
        };
    }
}
