package hone.engine.kernel.elementwise;

import hone.engine.InvalidInput;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.UnpackedKernel;
import hone.engine.kernel.strided.StridedRows;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.elementwise.Binary;
import hone.engine.op.elementwise.BinaryFunction;
import hone.engine.tensor.DType;
import java.lang.foreign.ValueLayout;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntBinaryOperator;

/** Functions of two numbers that are laid over each other, row by row. */
public final class ReorderedBinary implements UnpackedKernel<Binary> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Binary> op() {
        return Binary.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Prepared prepare(Binary op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        boolean divides = site.inputs().getFirst().dtype() == DType.I32
                && (op.function() == BinaryFunction.DIV || op.function() == BinaryFunction.MOD);
        return new StridedRows(
                (operands, grid) -> {
                    if (divides) {
                        requireDivisors(site.node(), operands);
                    }
                    grid.broadcast(operands, 2);
                },
                row(op, site));
    }

    /** All are looked at before the first is divided by: nothing is written then. */
    private static void requireDivisors(String node, Operands operands) {
        long count = operands.inputElements(1);
        for (long i = 0; i < count; i++) {
            if (whole(operands, 1, i) == 0) {
                throw new InvalidInput("a whole number is divided by 0", node, "the divisor at place " + i + " is 0");
            }
        }
    }

    private static StridedRows.Row row(Binary op, Site site) {
        DType dtype = site.inputs().getFirst().dtype();
        if (op.function().compares() || op.function().logical()) {
            PlainFunctions.Question question = PlainFunctions.question(op.function());
            return switch (dtype) {
                case F32 ->
                    (o, y, a, as, b, bs, c, cs, count) -> {
                        for (int i = 0; i < count; i++) {
                            boolean so = question.ask(real(o, 0, a + i * as), real(o, 1, b + i * bs));
                            o.output(0).set(ValueLayout.JAVA_BYTE, y + i, (byte) (so ? 1 : 0));
                        }
                    };
                case I32 ->
                    (o, y, a, as, b, bs, c, cs, count) -> {
                        for (int i = 0; i < count; i++) {
                            boolean so = question.ask(whole(o, 0, a + i * as), whole(o, 1, b + i * bs));
                            o.output(0).set(ValueLayout.JAVA_BYTE, y + i, (byte) (so ? 1 : 0));
                        }
                    };
                default ->
                    (o, y, a, as, b, bs, c, cs, count) -> {
                        for (int i = 0; i < count; i++) {
                            boolean so = question.ask(truth(o, 0, a + i * as), truth(o, 1, b + i * bs));
                            o.output(0).set(ValueLayout.JAVA_BYTE, y + i, (byte) (so ? 1 : 0));
                        }
                    };
            };
        }
        if (dtype == DType.I32) {
            IntBinaryOperator function = PlainFunctions.ofWhole(op.function());
            return (o, y, a, as, b, bs, c, cs, count) -> {
                for (int i = 0; i < count; i++) {
                    int value = function.applyAsInt(whole(o, 0, a + i * as), whole(o, 1, b + i * bs));
                    o.output(0).setAtIndex(ValueLayout.JAVA_INT, y + i, value);
                }
            };
        }
        DoubleBinaryOperator function = PlainFunctions.of(op.function());
        return (o, y, a, as, b, bs, c, cs, count) -> {
            for (int i = 0; i < count; i++) {
                double value = function.applyAsDouble(real(o, 0, a + i * as), real(o, 1, b + i * bs));
                o.output(0).setAtIndex(ValueLayout.JAVA_FLOAT, y + i, (float) value);
            }
        };
    }

    private static float real(Operands operands, int input, long at) {
        return operands.input(input).getAtIndex(ValueLayout.JAVA_FLOAT, at);
    }

    private static int whole(Operands operands, int input, long at) {
        return operands.input(input).getAtIndex(ValueLayout.JAVA_INT, at);
    }

    private static byte truth(Operands operands, int input, long at) {
        return operands.input(input).get(ValueLayout.JAVA_BYTE, at);
    }
}
