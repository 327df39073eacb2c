package hone.engine.format.onnx.op;

import hone.engine.op.elementwise.BinaryFunction;
import hone.engine.op.elementwise.UnaryFunction;
import hone.engine.op.reduce.ReduceFunction;
import java.util.Map;
import java.util.Set;

/** What ONNX calls the functions of one and two numbers. */
public final class FunctionNames {
    private static final Map<UnaryFunction, String> UNARY = Map.ofEntries(
            Map.entry(UnaryFunction.ABS, "Abs"),
            Map.entry(UnaryFunction.NEG, "Neg"),
            Map.entry(UnaryFunction.SIGN, "Sign"),
            Map.entry(UnaryFunction.CEIL, "Ceil"),
            Map.entry(UnaryFunction.FLOOR, "Floor"),
            Map.entry(UnaryFunction.ROUND, "Round"),
            Map.entry(UnaryFunction.SQRT, "Sqrt"),
            Map.entry(UnaryFunction.EXP, "Exp"),
            Map.entry(UnaryFunction.LOG, "Log"),
            Map.entry(UnaryFunction.RECIPROCAL, "Reciprocal"),
            Map.entry(UnaryFunction.SIN, "Sin"),
            Map.entry(UnaryFunction.COS, "Cos"),
            Map.entry(UnaryFunction.ERF, "Erf"),
            Map.entry(UnaryFunction.SOFTPLUS, "Softplus"),
            Map.entry(UnaryFunction.SOFTSIGN, "Softsign"),
            Map.entry(UnaryFunction.MISH, "Mish"),
            Map.entry(UnaryFunction.HARD_SWISH, "HardSwish"),
            Map.entry(UnaryFunction.LEAKY_RELU, "LeakyRelu"),
            Map.entry(UnaryFunction.ELU, "Elu"),
            Map.entry(UnaryFunction.SELU, "Selu"),
            Map.entry(UnaryFunction.CELU, "Celu"),
            Map.entry(UnaryFunction.THRESHOLDED_RELU, "ThresholdedRelu"),
            Map.entry(UnaryFunction.SHRINK, "Shrink"),
            Map.entry(UnaryFunction.HARD_SIGMOID, "HardSigmoid"),
            Map.entry(UnaryFunction.SWISH, "Swish"),
            Map.entry(UnaryFunction.CLIP, "Clip"));

    private static final Map<BinaryFunction, String> BINARY = Map.ofEntries(
            Map.entry(BinaryFunction.ADD, "Add"),
            Map.entry(BinaryFunction.SUB, "Sub"),
            Map.entry(BinaryFunction.MUL, "Mul"),
            Map.entry(BinaryFunction.DIV, "Div"),
            Map.entry(BinaryFunction.POW, "Pow"),
            Map.entry(BinaryFunction.MIN, "Min"),
            Map.entry(BinaryFunction.MAX, "Max"),
            Map.entry(BinaryFunction.MOD, "Mod"),
            Map.entry(BinaryFunction.PRELU, "PRelu"),
            Map.entry(BinaryFunction.EQUAL, "Equal"),
            Map.entry(BinaryFunction.LESS, "Less"),
            Map.entry(BinaryFunction.LESS_OR_EQUAL, "LessOrEqual"),
            Map.entry(BinaryFunction.GREATER, "Greater"),
            Map.entry(BinaryFunction.GREATER_OR_EQUAL, "GreaterOrEqual"),
            Map.entry(BinaryFunction.AND, "And"),
            Map.entry(BinaryFunction.OR, "Or"),
            Map.entry(BinaryFunction.XOR, "Xor"));

    private static final Map<ReduceFunction, String> REDUCE = Map.ofEntries(
            Map.entry(ReduceFunction.SUM, "ReduceSum"),
            Map.entry(ReduceFunction.MEAN, "ReduceMean"),
            Map.entry(ReduceFunction.MAX, "ReduceMax"),
            Map.entry(ReduceFunction.MIN, "ReduceMin"),
            Map.entry(ReduceFunction.PRODUCT, "ReduceProd"),
            Map.entry(ReduceFunction.L1, "ReduceL1"),
            Map.entry(ReduceFunction.L2, "ReduceL2"),
            Map.entry(ReduceFunction.SUM_OF_SQUARES, "ReduceSumSquare"),
            Map.entry(ReduceFunction.LOG_SUM, "ReduceLogSum"),
            Map.entry(ReduceFunction.LOG_SUM_EXP, "ReduceLogSumExp"));

    private FunctionNames() {}

    /** The operators of one number. */
    public static Set<String> unary() {
        return Set.copyOf(UNARY.values());
    }

    /** The operators of two numbers. */
    public static Set<String> binary() {
        return Set.copyOf(BINARY.values());
    }

    /** The reductions. */
    public static Set<String> reductions() {
        return Set.copyOf(REDUCE.values());
    }

    /** The operator of a function. */
    public static String of(UnaryFunction function) {
        return named(UNARY, function);
    }

    /** The operator of a function. */
    public static String of(BinaryFunction function) {
        return named(BINARY, function);
    }

    /** The operator of a function. */
    public static String of(ReduceFunction function) {
        return named(REDUCE, function);
    }

    private static <F> String named(Map<F, String> names, F function) {
        String name = names.get(function);
        if (name == null) {
            throw new IllegalStateException("ONNX's name is missing: " + function);
        }
        return name;
    }

    /** The function of an operator of {@link #unary}. */
    public static UnaryFunction unary(String operator) {
        return function(UNARY, operator);
    }

    /** The function of an operator of {@link #binary}. */
    public static BinaryFunction binary(String operator) {
        return function(BINARY, operator);
    }

    /** The function of an operator of {@link #reductions}. */
    public static ReduceFunction reduction(String operator) {
        return function(REDUCE, operator);
    }

    private static <F> F function(Map<F, String> names, String operator) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(operator))
                .findFirst()
                .orElseThrow()
                .getKey();
    }
}
