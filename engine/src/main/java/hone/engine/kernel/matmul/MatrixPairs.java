package hone.engine.kernel.matmul;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.MatrixProduct;
import hone.engine.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A product of many pairs of matrices, A (…, m, k) by B (…, k, n) with leading dimensions. A unit is one pair: threads
 * share the pairs, and each multiplies its own with the kernel's loops for one pair, in scratch of its own. That suits the
 * many small products that leading dimensions are made of, such as one for each head of an attention; what it cannot do is
 * pack a constant B once, so B is packed for each pair.
 *
 * <p>Many rows by one B are no such case: (…, m, k) · (k, n) is one product with a long list of rows.
 */
final class MatrixPairs implements Prepared {
    private final Prepared[] kernels;
    private final Operands[] pairOperands;
    private final Views a;
    private final Views b;
    private final Views c;

    private MatrixPairs(MatrixProduct op, Site site, Prepared[] kernels) {
        this.kernels = kernels;
        Site pair = pairOf(op, site);
        pairOperands = new Operands[site.workers()];
        Arrays.setAll(pairOperands, _ -> new Operands(pair.inputs(), pair.outputs()));
        TensorType result = site.outputs().getFirst();
        long pairs = 1;
        for (int d = 0; d < result.rank() - 2; d++) {
            pairs *= result.dim(d).max();
        }
        a = new Views(Math.toIntExact(pairs));
        b = new Views(Math.toIntExact(pairs));
        c = new Views(Math.toIntExact(pairs));
    }

    /** Whether a product at this site has pairs that are not rows of one product. */
    static boolean many(MatrixProduct op, Site site) {
        return site.inputs().get(1).rank() > 2
                || (op.transposeA() && site.inputs().get(0).rank() > 2);
    }

    /** The site of one pair, on one thread, neither factor constant. */
    static Site pairOf(MatrixProduct op, Site site) {
        int k = ProductGeometry.maxK(op, site);
        int n = ProductGeometry.maxN(op, site);
        TensorType a = site.inputs().get(0);
        long m = a.dim(a.rank() - (op.transposeA() ? 1 : 2)).max();
        return new Site(
                site.node(),
                List.of(
                        op.transposeA() ? TensorType.f32(k, m) : TensorType.f32(m, k),
                        op.transposeB() ? TensorType.f32(n, k) : TensorType.f32(k, n)),
                List.of(TensorType.f32(m, n)),
                Collections.nCopies(2, null),
                1);
    }

    static MatrixPairs prepare(
            ProductKernel kernel, MatrixProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        Prepared[] kernels = new Prepared[site.workers()];
        Arrays.setAll(kernels, _ -> kernel.preparePair(op, pairOf(op, site), packed, scratch));
        return new MatrixPairs(op, site, kernels);
    }

    /** Dimensions of the result, whose last two are a matrix. */
    private static int rank(Operands operands) {
        return Math.max(operands.inputRank(0), operands.inputRank(1));
    }

    private static long matrixElements(Operands operands) {
        return operands.outputSize(0, rank(operands) - 2) * operands.outputSize(0, rank(operands) - 1);
    }

    @Override
    public long units(Operands operands) {
        long elements = matrixElements(operands);
        return elements == 0 ? 0 : operands.outputElements(0) / elements;
    }

    @Override
    public void begin(Operands operands) {
        int pairs = (int) units(operands);
        for (int pair = 0; pair < pairs; pair++) {
            a.set(pair, operands.input(0), offset(operands, 0, pair));
            b.set(pair, operands.input(1), offset(operands, 1, pair));
            c.set(pair, operands.output(0), pair * matrixElements(operands));
        }
        for (Operands one : pairOperands) {
            resize(operands, one);
        }
    }

    /** Element at which a pair's factor begins: leading dimensions that are 1 or missing do not move it. */
    private static long offset(Operands operands, int input, long pair) {
        int missing = rank(operands) - operands.inputRank(input);
        long stride = operands.inputSize(input, operands.inputRank(input) - 2) * operands.inputRowStride(input);
        long at = 0;
        long left = pair;
        for (int d = rank(operands) - 3; d >= missing; d--) {
            long size = operands.inputSize(input, d - missing);
            at += size == 1 ? 0 : left % operands.outputSize(0, d) * stride;
            left /= operands.outputSize(0, d);
            stride *= size;
        }
        return at;
    }

    private static void resize(Operands operands, Operands one) {
        for (int input = 0; input < 2; input++) {
            int leading = operands.inputRank(input) - 2;
            one.resizeInput(input, 0, operands.inputSize(input, leading));
            one.resizeInput(input, 1, operands.inputSize(input, leading + 1));
            one.strideInput(input, operands.inputRowStride(input));
        }
        one.resizeOutput(0, 0, operands.outputSize(0, rank(operands) - 2));
        one.resizeOutput(0, 1, operands.outputSize(0, rank(operands) - 1));
    }

    @Override
    public void run(Operands operands, long from, long to, int worker) {
        Prepared kernel = kernels[worker];
        Operands one = pairOperands[worker];
        for (int pair = (int) from; pair < to; pair++) {
            one.bindInput(0, a.at(pair));
            one.bindInput(1, b.at(pair));
            one.bindOutput(0, c.at(pair));
            kernel.begin(one);
            kernel.run(one, 0, kernel.units(one), 0);
            kernel.end(one);
        }
    }

    /** Where each pair's matrix begins. Views are objects, so they are made anew only where a matrix moved. */
    private static final class Views {
        private final MemorySegment[] whole;
        private final MemorySegment[] views;
        private final long[] offsets;

        Views(int count) {
            whole = new MemorySegment[count];
            views = new MemorySegment[count];
            Arrays.fill(whole, MemorySegment.NULL);
            Arrays.fill(views, MemorySegment.NULL);
            offsets = new long[count];
        }

        void set(int pair, MemorySegment segment, long element) {
            if (!whole[pair].equals(segment) || offsets[pair] != element) {
                whole[pair] = segment;
                offsets[pair] = element;
                views[pair] = segment.asSlice(element * Float.BYTES);
            }
        }

        MemorySegment at(int pair) {
            return views[pair];
        }
    }
}
