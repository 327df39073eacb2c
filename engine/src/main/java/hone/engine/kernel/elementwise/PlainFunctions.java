package hone.engine.kernel.elementwise;

import hone.engine.kernel.activation.PlainActivations;
import hone.engine.op.elementwise.BinaryFunction;
import hone.engine.op.elementwise.Unary;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/** Functions of one and two numbers in plain Java: the formulas in double precision, to be rounded once. */
final class PlainFunctions {
    private PlainFunctions() {}

    /** A function of real numbers. */
    static DoubleUnaryOperator of(Unary op) {
        double alpha = op.alpha();
        double beta = op.beta();
        return switch (op.function()) {
            case ABS -> Math::abs;
            case NEG -> x -> -x;
            case SIGN -> x -> x == 0 ? 0 : Math.signum(x);
            case CEIL -> Math::ceil;
            case FLOOR -> Math::floor;
            case ROUND -> Math::rint;
            case SQRT -> Math::sqrt;
            case EXP -> Math::exp;
            case LOG -> Math::log;
            case RECIPROCAL -> x -> 1 / x;
            case SIN -> Math::sin;
            case COS -> Math::cos;
            case ERF -> PlainActivations::erf;
            case SOFTPLUS -> PlainFunctions::softplus;
            case SOFTSIGN -> x -> x / (1 + Math.abs(x));
            case MISH -> x -> x * Math.tanh(softplus(x));
            case HARD_SWISH -> x -> x * Math.clamp(x / 6 + 0.5, 0, 1);
            case LEAKY_RELU -> x -> x < 0 ? alpha * x : x;
            case ELU -> x -> x < 0 ? alpha * Math.expm1(x) : x;
            case SELU -> x -> x <= 0 ? beta * alpha * Math.expm1(x) : beta * x;
            case CELU -> x -> Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha));
            case THRESHOLDED_RELU -> x -> x > alpha ? x : 0;
            case SHRINK -> x -> x < -alpha ? x + beta : x > alpha ? x - beta : 0;
            case HARD_SIGMOID -> x -> Math.max(0, Math.min(1, alpha * x + beta));
            case SWISH -> x -> x / (1 + Math.exp(-alpha * x));
            case CLIP -> x -> Math.min(Math.max(x, (float) alpha), (float) beta);
        };
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** A function of whole numbers. */
    static IntUnaryOperator ofWhole(Unary op) {
        return switch (op.function()) {
            case ABS -> Math::abs;
            case NEG -> x -> -x;
            case SIGN -> Integer::signum;
            default -> throw new IllegalStateException("no function of whole numbers: " + op.function());
        };
    }

    /** Arithmetic on real numbers. */
    static DoubleBinaryOperator of(BinaryFunction function) {
        return switch (function) {
            case ADD -> Double::sum;
            case SUB -> (x, y) -> x - y;
            case MUL -> (x, y) -> x * y;
            case DIV -> (x, y) -> x / y;
            case POW -> Math::pow;
            case MIN -> Math::min;
            case MAX -> Math::max;
            case PRELU -> (x, slope) -> x < 0 ? x * slope : x;
            default -> throw new IllegalStateException("no arithmetic: " + function);
        };
    }

    /** Arithmetic on whole numbers; nothing is divided by 0, which whoever runs it has made sure of. */
    static IntBinaryOperator ofWhole(BinaryFunction function) {
        return switch (function) {
            case ADD -> (x, y) -> x + y;
            case SUB -> (x, y) -> x - y;
            case MUL -> (x, y) -> x * y;
            case DIV -> (x, y) -> x / y;
            case POW -> PlainFunctions::power;
            case MIN -> Math::min;
            case MAX -> Math::max;
            case MOD -> Math::floorMod;
            case PRELU -> (x, slope) -> x < 0 ? x * slope : x;
            default -> throw new IllegalStateException("no arithmetic: " + function);
        };
    }

    /** To a whole power, modulo 2^32; of a negative one only 1 and -1 leave anything. */
    private static int power(int base, int exponent) {
        if (exponent < 0) {
            return base == 1 || (base == -1 && exponent % 2 == 0) ? 1 : base == -1 ? -1 : 0;
        }
        int result = 1;
        int square = base;
        for (int rest = exponent; rest != 0; rest >>>= 1) {
            result *= (rest & 1) != 0 ? square : 1;
            square *= square;
        }
        return result;
    }

    /** Whether two numbers, or truth values, are as a function asks. */
    static Question question(BinaryFunction function) {
        return switch (function) {
            case EQUAL -> (x, y) -> x == y;
            case LESS -> (x, y) -> x < y;
            case LESS_OR_EQUAL -> (x, y) -> x <= y;
            case GREATER -> (x, y) -> x > y;
            case GREATER_OR_EQUAL -> (x, y) -> x >= y;
            case AND -> (x, y) -> x != 0 && y != 0;
            case OR -> (x, y) -> x != 0 || y != 0;
            case XOR -> (x, y) -> (x != 0) != (y != 0);
            default -> throw new IllegalStateException("no question: " + function);
        };
    }

    /** A question about two numbers. */
    @FunctionalInterface
    interface Question {
        boolean ask(double x, double y);
    }
}
