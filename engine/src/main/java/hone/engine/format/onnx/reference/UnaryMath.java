package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/** Functions of one number each, without parameters. */
final class UnaryMath implements Operator {
    private static final Map<String, DoubleUnaryOperator> REAL = Map.ofEntries(
            Map.entry("Abs", Math::abs),
            Map.entry("Neg", x -> -x),
            Map.entry("Sign", x -> x == 0 ? 0 : Math.signum(x)),
            Map.entry("Ceil", Math::ceil),
            Map.entry("Floor", Math::floor),
            Map.entry("Round", Math::rint),
            Map.entry("Sqrt", Math::sqrt),
            Map.entry("Exp", Math::exp),
            Map.entry("Log", Math::log),
            Map.entry("Reciprocal", x -> 1 / x),
            Map.entry("Sin", Math::sin),
            Map.entry("Cos", Math::cos),
            Map.entry("Tan", Math::tan),
            Map.entry("Asin", Math::asin),
            Map.entry("Acos", Math::acos),
            Map.entry("Atan", Math::atan),
            Map.entry("Sinh", Math::sinh),
            Map.entry("Cosh", Math::cosh),
            Map.entry("Tanh", Math::tanh),
            Map.entry("Asinh", UnaryMath::asinh),
            Map.entry("Acosh", x -> Math.log(x + Math.sqrt(x - 1) * Math.sqrt(x + 1))),
            Map.entry("Atanh", x -> 0.5 * (Math.log1p(x) - Math.log1p(-x))),
            Map.entry("Erf", ErrorFunction::erf),
            Map.entry("Relu", x -> x < 0 ? 0 : x),
            Map.entry("Sigmoid", UnaryMath::sigmoid),
            Map.entry("Softplus", UnaryMath::softplus),
            Map.entry("Softsign", x -> x / (1 + Math.abs(x))),
            Map.entry("HardSwish", x -> x * Math.clamp(x / 6 + 0.5, 0, 1)),
            Map.entry("Mish", x -> x * Math.tanh(softplus(x))));

    private static final Map<String, LongUnaryOperator> WHOLE =
            Map.of("Abs", Math::abs, "Neg", x -> -x, "Sign", Long::signum, "Relu", x -> Math.max(x, 0));

    static double sigmoid(double x) {
        if (x >= 0) {
            return 1 / (1 + Math.exp(-x));
        }
        double e = Math.exp(x);
        return e / (1 + e);
    }

    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double asinh(double x) {
        double size = Math.abs(x);
        return Math.copySign(Math.log(size + Math.sqrt(size * size + 1)), x);
    }

    @Override
    public Set<String> names() {
        return REAL.keySet();
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        if (x.type().isReal()) {
            DoubleUnaryOperator function = REAL.get(call.operator());
            if (function != null) {
                return List.of(x.mapped(function));
            }
        }
        LongUnaryOperator function = WHOLE.get(call.operator());
        if (function == null) {
            throw call.wrong("it is not defined for " + x.type());
        }
        if (x.type().kind() == ElementType.Kind.UNSIGNED) {
            function = call.operator().equals("Sign") ? value -> value == 0 ? 0 : 1 : value -> value;
        }
        long[] wholes = x.wholes();
        for (int i = 0; i < wholes.length; i++) {
            wholes[i] = function.applyAsLong(wholes[i]);
        }
        return List.of(NdArray.ofWholes(x.type(), x.dims(), wholes));
    }
}
