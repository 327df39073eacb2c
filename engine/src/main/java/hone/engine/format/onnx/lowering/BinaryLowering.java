package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.op.FunctionNames;
import hone.engine.op.elementwise.Binary;
import hone.engine.op.elementwise.BinaryFunction;
import hone.engine.op.elementwise.Cast;
import hone.engine.op.elementwise.Mul;
import hone.engine.op.elementwise.Unary;
import hone.engine.op.elementwise.UnaryFunction;
import hone.engine.tensor.DType;
import java.util.Optional;
import java.util.Set;

/** Functions of two numbers, the operands laid over each other. */
final class BinaryLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of(
                "Add",
                "Sub",
                "Mul",
                "Div",
                "Pow",
                "Mod",
                "PRelu",
                "Equal",
                "Less",
                "LessOrEqual",
                "Greater",
                "GreaterOrEqual",
                "And",
                "Or",
                "Xor");
    }

    /** Before this version an attribute said that the second operand is laid over the first, and where. */
    private static final int BROADCASTS = 7;

    /** Before this version the slopes of PRelu could only be those of channels. */
    private static final int SLOPES_BROADCAST = 9;

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<Planned> a = site.operand(0);
        Optional<Planned> b = site.operand(1).flatMap(value -> placed(site, a, value));
        if (a.isEmpty() || b.isEmpty()) {
            return Optional.empty();
        }
        BinaryFunction function = FunctionNames.binary(site.operator());
        DType dtype = a.get().type().dtype();
        if (function == BinaryFunction.MOD && dtype != DType.I32) {
            return site.refuse("it is the remainder of " + dtype);
        }
        if (function == BinaryFunction.MOD && site.whole("fmod", 0) != 0) {
            return site.refuse("its remainder has the sign of the dividend");
        }
        return function == BinaryFunction.POW
                ? power(site, a.get(), b.get())
                : site.apply(new Binary(function), a.get(), b.get());
    }

    /** The second power and the second root are much quicker by themselves. */
    private static Optional<Planned> power(LoweringSite site, Planned x, Planned exponent) {
        DType dtype = x.type().dtype();
        double constant = dtype == DType.F32 ? site.scalar(1).orElse(0.0) : 0;
        if (constant == 2) {
            return site.apply(new Mul(), x, x);
        }
        if (constant == 0.5) {
            return site.apply(new Unary(UnaryFunction.SQRT), x);
        }
        return exponent.type().dtype() == dtype
                ? site.apply(new Binary(BinaryFunction.POW), x, exponent)
                : site.applyPart("exponent", new Cast(dtype), exponent)
                        .flatMap(cast -> site.apply(new Binary(BinaryFunction.POW), x, cast));
    }

    /** The second operand in a shape that lies where the file's version wants it. */
    private static Optional<Planned> placed(LoweringSite site, Optional<Planned> a, Planned b) {
        int rank = a.map(first -> first.type().rank()).orElse(0);
        int from = rank;
        if (site.operator().equals("PRelu")) {
            boolean channels = b.type().rank() == 1
                    && rank > 1
                    && b.type().dim(0).equals(a.orElseThrow().type().dim(1));
            boolean broadcasts = b.type().rank() == 1
                    && rank > 0
                    && (b.type().dim(0).max() == 1
                            || b.type().dim(0).equals(a.orElseThrow().type().dim(rank - 1)));
            boolean old = site.opset() < BROADCASTS || (site.opset() < SLOPES_BROADCAST && !broadcasts);
            from = channels && old ? 1 : rank;
        } else if (site.opset() < BROADCASTS && site.whole("broadcast", 0) != 0 && site.hasAttribute("axis")) {
            long axis = site.whole("axis", 0);
            from = (int) (axis < 0 ? axis + rank : axis);
        }
        int behind = rank - from - b.type().rank();
        return behind <= 0 ? Optional.of(b) : Shapes.withOnesBehind(site, b, behind);
    }
}
