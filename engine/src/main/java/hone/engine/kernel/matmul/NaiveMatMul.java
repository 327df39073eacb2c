package hone.engine.kernel.matmul;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.activation.PlainActivations;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.MatrixProduct;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The textbook's three loops: for each row, for each column, sum over the inner dimension. Each sum is one chain of
 * additions that wait for one another, and Java's arithmetic forbids the compiler to reorder them; so however the
 * factors lie in memory, the processor adds one number at a time.
 */
public final class NaiveMatMul implements ProductKernel {
    @Override
    public String id() {
        return "naive";
    }

    @Override
    public Rung rung() {
        return Rung.NAIVE;
    }

    @Override
    public long pairPackedBytes(MatrixProduct op, Site site) {
        return 0;
    }

    @Override
    public long pairScratchBytes(MatrixProduct op, Site site) {
        return 0;
    }

    @Override
    public Prepared preparePair(MatrixProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Loops(op);
    }

    /** A unit is a row of the result. */
    private record Loops(MatrixProduct op) implements Prepared {
        @Override
        public long units(Operands operands) {
            return ProductGeometry.m(op, operands);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long k = ProductGeometry.k(op, operands);
            long n = ProductGeometry.n(op, operands);
            long aRow = ProductGeometry.aRowStride(op, operands);
            long aColumn = ProductGeometry.aColumnStride(op, operands);
            long bRow = ProductGeometry.bRowStride(op, operands);
            long bColumn = ProductGeometry.bColumnStride(op, operands);
            MemorySegment a = operands.input(0);
            MemorySegment b = operands.input(1);
            MemorySegment c = operands.output(0);
            for (long i = from; i < to; i++) {
                for (long j = 0; j < n; j++) {
                    float sum = op.bias() ? operands.input(2).getAtIndex(ValueLayout.JAVA_FLOAT, j) : 0;
                    for (long p = 0; p < k; p++) {
                        sum += a.getAtIndex(ValueLayout.JAVA_FLOAT, i * aRow + p * aColumn)
                                * b.getAtIndex(ValueLayout.JAVA_FLOAT, p * bRow + j * bColumn);
                    }
                    c.setAtIndex(ValueLayout.JAVA_FLOAT, i * n + j, sum);
                }
                PlainActivations.apply(op.activation(), c, i * n, n);
            }
        }
    }
}
