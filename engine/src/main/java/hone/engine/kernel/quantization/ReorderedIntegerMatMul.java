package hone.engine.kernel.quantization;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.UnpackedKernel;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.quantization.IntegerMatMul;
import hone.engine.tensor.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A row of the result at a time, the inner loop along it. */
public final class ReorderedIntegerMatMul implements UnpackedKernel<IntegerMatMul> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<IntegerMatMul> op() {
        return IntegerMatMul.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Prepared prepare(IntegerMatMul op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Rows(site.inputs().get(0).dtype(), site.inputs().get(1).dtype());
    }

    /** A unit is a row of the result. */
    private record Rows(DType a, DType b) implements Prepared {
        @Override
        public long units(Operands operands) {
            long n = operands.outputSize(0, operands.outputRank(0) - 1);
            return n == 0 ? 0 : operands.outputElements(0) / n;
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int rank = operands.outputRank(0);
            long m = operands.outputSize(0, rank - 2);
            for (long unit = from; unit < to; unit++) {
                row(operands, unit / m, unit % m, unit);
            }
        }

        private void row(Operands operands, long product, long i, long row) {
            int aRank = operands.inputRank(0);
            int bRank = operands.inputRank(1);
            long m = operands.inputSize(0, aRank - 2);
            long k = operands.inputSize(0, aRank - 1);
            long n = operands.inputSize(1, bRank - 1);
            long aAt = (matrix(operands, 0, product) * m + i) * k;
            long bAt = matrix(operands, 1, product) * k * n;
            int zero = Wholes.read(a, operands.input(2), operands.inputElements(2) == 1 ? 0 : i);
            boolean perColumn = operands.inputElements(3) > 1;
            MemorySegment y = operands.output(0);
            for (long j = 0; j < n; j++) {
                y.setAtIndex(ValueLayout.JAVA_INT, row * n + j, 0);
            }
            for (long t = 0; t < k; t++) {
                int left = Wholes.read(a, operands.input(0), aAt + t) - zero;
                for (long j = 0; left != 0 && j < n; j++) {
                    int right = Wholes.read(b, operands.input(1), bAt + t * n + j)
                            - Wholes.read(b, operands.input(3), perColumn ? j : 0);
                    long at = row * n + j;
                    y.setAtIndex(ValueLayout.JAVA_INT, at, y.getAtIndex(ValueLayout.JAVA_INT, at) + left * right);
                }
            }
        }

        /** Which matrix of an input belongs to a product, the leading dimensions laid over each other. */
        private static long matrix(Operands operands, int input, long product) {
            int leading = operands.outputRank(0) - 2;
            int own = operands.inputRank(input) - 2;
            long rest = product;
            long stride = 1;
            long at = 0;
            for (int d = leading - 1; d >= leading - own; d--) {
                long size = operands.inputSize(input, d - (leading - own));
                at += size == 1 ? 0 : rest % operands.outputSize(0, d) * stride;
                rest /= operands.outputSize(0, d);
                stride *= size;
            }
            return at;
        }
    }
}
