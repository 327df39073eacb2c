package hone.engine.format.onnx.reference;

import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/** Functions of one number each whose form attributes shape. */
final class Activations implements Operator {
    private static final double SELU_ALPHA = 1.6732631921768188;
    private static final double SELU_GAMMA = 1.0507010221481323;
    private static final double GELU_CUBE = 0.044715;

    @Override
    public Set<String> names() {
        return Set.of(
                "LeakyRelu",
                "Elu",
                "Selu",
                "Celu",
                "HardSigmoid",
                "ThresholdedRelu",
                "Gelu",
                "Shrink",
                "Swish",
                "ScaledTanh",
                "Affine",
                "ParametricSoftplus");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        return List.of(call.in(0).mapped(function(call)));
    }

    private static DoubleUnaryOperator function(Call call) {
        double alpha = call.real("alpha", alphaOf(call.operator(), call.opset()));
        double beta = call.real("beta", call.operator().equals("HardSigmoid") ? 0.5 : 0);
        double gamma = call.real("gamma", call.opset() < 6 ? (float) 1.0507 : SELU_GAMMA);
        double bias = call.real("bias", 0);
        double lambda = call.real("lambd", 0.5);
        return switch (call.operator()) {
            case "LeakyRelu" -> x -> x < 0 ? alpha * x : x;
            case "Elu" -> x -> x < 0 ? alpha * Math.expm1(x) : x;
            case "Selu" -> x -> x <= 0 ? gamma * alpha * Math.expm1(x) : gamma * x;
            case "Celu" -> x -> Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha));
            case "HardSigmoid" -> x -> Math.max(0, Math.min(1, alpha * x + beta));
            case "ThresholdedRelu" -> x -> x > alpha ? x : 0;
            case "Swish" -> x -> x * UnaryMath.sigmoid(alpha * x);
            case "Shrink" -> x -> x < -lambda ? x + bias : x > lambda ? x - bias : 0;
            case "ScaledTanh" -> x -> alpha * Math.tanh(beta * x);
            case "Affine" -> x -> alpha * x + beta;
            case "ParametricSoftplus" -> x -> alpha * UnaryMath.softplus(beta * x);
            default -> gelu(call.text("approximate", "none"), call);
        };
    }

    private static double alphaOf(String operator, long opset) {
        return switch (operator) {
            case "LeakyRelu" -> 0.01f;
            case "Selu" -> opset < 6 ? 1.6732f : SELU_ALPHA;
            case "HardSigmoid" -> 0.2f;
            default -> 1;
        };
    }

    private static DoubleUnaryOperator gelu(String approximate, Call call) {
        return switch (approximate) {
            case "none" -> x -> 0.5 * x * (1 + ErrorFunction.erf(x / Math.sqrt(2)));
            case "tanh" -> x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + GELU_CUBE * x * x * x)));
            default -> throw call.wrong("there is no approximation \"" + approximate + '"');
        };
    }
}
