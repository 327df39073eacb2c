package hone.engine.kernel.matmul;

import hone.engine.blas.Blas;
import hone.engine.blas.BlasLibrary;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.activation.ActivationLoops;
import hone.engine.kernel.activation.PlainActivations;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.MatrixProduct;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The product by OpenBLAS, a library in C and assembler: what is left to gain beyond Java. It packs and blocks as
 * {@link PackedMatMul} does; its inner loop is written by hand for each family of processors, with every register and
 * every prefetch in its place, where ours is what the just-in-time compiler makes of the Vector API. Tensors lie outside
 * Java's heap, so the library works on them where they are; a call costs some ten nanoseconds.
 *
 * <p>Each call uses one thread. Threads share blocks of rows as they share every kernel's units, because the library's
 * own threads spin on after a product, at the cost of whoever runs next. It packs the second factor anew in every call:
 * hence few and high blocks, and none are shared below two thousand rows.
 */
public final class NativeMatMul implements ProductKernel {
    /** Each block packs B again: two of 512 rows were measured to cost n = 1024 a seventh, four of 256 a fifth. */
    private static final long LEAST_ROWS = 1024;

    /** How many blocks a high product has at most. */
    private static final long MOST_BLOCKS = 4;

    private final BlasLibrary library = BlasLibrary.openBlas();

    @Override
    public String id() {
        return "openblas";
    }

    @Override
    public Rung rung() {
        return Rung.NATIVE;
    }

    @Override
    public Optional<String> unavailableReason() {
        return library.unavailableReason();
    }

    @Override
    public Optional<String> refusal(MatrixProduct op, Site site) {
        long m = ProductGeometry.maxM(op, site);
        return m > Integer.MAX_VALUE
                ? Optional.of("OpenBLAS takes at most " + Integer.MAX_VALUE + " rows, not " + m)
                : Optional.empty();
    }

    @Override
    public long pairPackedBytes(MatrixProduct op, Site site) {
        return 0;
    }

    /** The library has buffers of its own, made when it is opened. */
    @Override
    public long pairScratchBytes(MatrixProduct op, Site site) {
        return 0;
    }

    @Override
    public Prepared preparePair(MatrixProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Calls(op, library.open(), VectorUnit.unavailableReason().isEmpty());
    }

    /**
     * A unit is a block of rows of the result.
     *
     * @param vectors whether activations may use the Vector API
     */
    private record Calls(MatrixProduct op, Blas blas, boolean vectors) implements Prepared {
        @Override
        public long units(Operands operands) {
            return blocks(ProductGeometry.m(op, operands));
        }

        private static long blocks(long m) {
            return m == 0 ? 0 : Math.clamp(m / LEAST_ROWS, 1, MOST_BLOCKS);
        }

        /** Whoever else uses the library in this process may have asked for more. */
        @Override
        public void begin(Operands operands) {
            blas.useThreads(1);
        }

        /** The library knows no activations, so they take another pass over the block, and not over memory where it is small. */
        private void finish(Operands operands, long top, int rows, int n) {
            long row = (long) n * Float.BYTES;
            if (vectors) {
                ActivationLoops.finish(op.activation(), operands.output(0), top * row, row, rows, n);
            } else {
                PlainActivations.apply(op.activation(), operands.output(0), top * n, (long) rows * n);
            }
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long m = ProductGeometry.m(op, operands);
            int k = (int) ProductGeometry.k(op, operands);
            int n = (int) ProductGeometry.n(op, operands);
            long aRowBytes = ProductGeometry.aRowStride(op, operands) * Float.BYTES;
            long cRowBytes = (long) n * Float.BYTES;
            for (long unit = from; unit < to; unit++) {
                long top = unit * m / blocks(m);
                int rows = (int) ((unit + 1) * m / blocks(m) - top);
                if (op.bias()) {
                    for (long i = top; i < top + rows; i++) {
                        MemorySegment.copy(operands.input(2), 0, operands.output(0), i * cRowBytes, cRowBytes);
                    }
                }
                blas.multiply(
                        op.transposeA(),
                        op.transposeB(),
                        rows,
                        k,
                        n,
                        operands.input(0),
                        top * aRowBytes,
                        Math.toIntExact(operands.inputRowStride(0)),
                        operands.input(1),
                        Math.toIntExact(operands.inputRowStride(1)),
                        op.bias(),
                        operands.output(0),
                        top * cRowBytes);
                finish(operands, top, rows, n);
            }
        }
    }
}
