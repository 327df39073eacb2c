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
import java.util.ArrayList;
import java.util.List;

/**
 * The textbook's loops over lists of {@code Float}: how a matrix looks to whoever reaches for the collections first.
 * Every number is an object of sixteen bytes somewhere on the heap, read through a reference, and every addition makes a
 * new one. Nothing here is hard to fix, which is why it is worth seeing what it costs.
 */
public final class BoxedMatMul implements ProductKernel {
    /** A reference and the object behind it, on a heap of less than 32 GB. */
    private static final long BYTES_OF_NUMBER = 4 + 16;

    @Override
    public String id() {
        return "boxed";
    }

    @Override
    public Rung rung() {
        return Rung.BOXED;
    }

    @Override
    public long pairPackedBytes(MatrixProduct op, Site site) {
        return site.constant(1).isPresent() ? factorBytes(op, site) : 0;
    }

    @Override
    public long pairScratchBytes(MatrixProduct op, Site site) {
        long rows = (long) ProductGeometry.maxK(op, site) + ProductGeometry.maxN(op, site);
        return (site.constant(1).isPresent() ? 0 : factorBytes(op, site)) + site.workers() * rows * BYTES_OF_NUMBER;
    }

    private static long factorBytes(MatrixProduct op, Site site) {
        return (long) ProductGeometry.maxK(op, site) * ProductGeometry.maxN(op, site) * BYTES_OF_NUMBER;
    }

    @Override
    public Prepared preparePair(MatrixProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        packed.chargeArray(pairPackedBytes(op, site));
        scratch.chargeArray(pairScratchBytes(op, site));
        Lists lists = new Lists(op, site.constant(1).isPresent(), new ArrayList<>());
        site.constant(1).ifPresent(b -> {
            int n = ProductGeometry.maxN(op, site);
            int k = ProductGeometry.maxK(op, site);
            lists.load(b.segment(), k, n, op.transposeB() ? 1 : n, op.transposeB() ? k : 1);
        });
        return lists;
    }

    /**
     * A unit is a row of the result.
     *
     * @param b the second factor: k lists of n numbers
     */
    private record Lists(MatrixProduct op, boolean constant, List<List<Float>> b) implements Prepared {
        @Override
        public long units(Operands operands) {
            return ProductGeometry.m(op, operands);
        }

        @Override
        public void begin(Operands operands) {
            if (!constant) {
                load(
                        operands.input(1),
                        (int) ProductGeometry.k(op, operands),
                        (int) ProductGeometry.n(op, operands),
                        ProductGeometry.bRowStride(op, operands),
                        ProductGeometry.bColumnStride(op, operands));
            }
        }

        void load(MemorySegment from, int k, int n, long rowStride, long columnStride) {
            b.clear();
            for (int p = 0; p < k; p++) {
                b.add(boxed(from, p * rowStride, n, columnStride));
            }
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            int k = (int) ProductGeometry.k(op, operands);
            int n = (int) ProductGeometry.n(op, operands);
            long aColumn = ProductGeometry.aColumnStride(op, operands);
            for (long i = from; i < to; i++) {
                List<Float> a = boxed(operands.input(0), i * ProductGeometry.aRowStride(op, operands), k, aColumn);
                for (int j = 0; j < n; j++) {
                    Float sum = op.bias() ? operands.input(2).getAtIndex(ValueLayout.JAVA_FLOAT, j) : 0F;
                    for (int p = 0; p < k; p++) {
                        sum = sum + a.get(p) * b.get(p).get(j);
                    }
                    Float result = PlainActivations.of(op.activation(), sum);
                    operands.output(0).setAtIndex(ValueLayout.JAVA_FLOAT, i * n + j, result);
                }
            }
        }

        private static List<Float> boxed(MemorySegment from, long first, int count, long stride) {
            List<Float> list = new ArrayList<>(count);
            for (long e = 0; e < count; e++) {
                list.add(from.getAtIndex(ValueLayout.JAVA_FLOAT, first + e * stride));
            }
            return list;
        }
    }
}
