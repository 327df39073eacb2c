package hone.engine.kernel.matmul;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.MatrixProduct;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The second factor B as Java rows {@code [k][n]}, whichever way it is stored. Each row is an array of its own: the
 * compiler vectorizes a loop over two arrays with one index, and not one over a flat array with two offsets.
 */
final class FactorRows {
    private final MatrixProduct op;
    private final float[][] rows;
    private final boolean constant;

    private FactorRows(MatrixProduct op, float[][] rows, boolean constant) {
        this.op = op;
        this.rows = rows;
        this.constant = constant;
    }

    /** Bytes of weights these rows take: none where B is not constant. */
    static long packedBytes(MatrixProduct op, Site site) {
        return site.constant(1).isPresent() ? bytes(op, site) : 0;
    }

    /** Bytes of scratch these rows take: none where B is constant. */
    static long scratchBytes(MatrixProduct op, Site site) {
        return site.constant(1).isPresent() ? 0 : bytes(op, site);
    }

    private static long bytes(MatrixProduct op, Site site) {
        return Footprint.floats((long) ProductGeometry.maxK(op, site) * ProductGeometry.maxN(op, site));
    }

    /** The rows at a site: copied now if B is constant, else before each run by {@link #load}. */
    static FactorRows at(MatrixProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        int k = ProductGeometry.maxK(op, site);
        int n = ProductGeometry.maxN(op, site);
        var constant = site.constant(1);
        (constant.isPresent() ? packed : scratch).chargeArray(bytes(op, site));
        FactorRows factor = new FactorRows(op, new float[k][n], constant.isPresent());
        constant.ifPresent(b -> factor.copy(b.segment(), k, n, op.transposeB() ? k : n));
        return factor;
    }

    /** The rows; row p holds B[p][0 … n-1]. */
    float[][] rows() {
        return rows;
    }

    /** Copies this run's B, unless it is constant. */
    void load(Operands operands) {
        if (!constant) {
            int k = (int) ProductGeometry.k(op, operands);
            int n = (int) ProductGeometry.n(op, operands);
            copy(operands.input(1), k, n, operands.inputRowStride(1));
        }
    }

    private void copy(MemorySegment b, int k, int n, long stride) {
        if (op.transposeB()) {
            for (long j = 0; j < n; j++) {
                for (int p = 0; p < k; p++) {
                    rows[p][(int) j] = b.getAtIndex(ValueLayout.JAVA_FLOAT, j * stride + p);
                }
            }
        } else {
            for (int p = 0; p < k; p++) {
                MemorySegment.copy(b, ValueLayout.JAVA_FLOAT, p * stride * Float.BYTES, rows[p], 0, n);
            }
        }
    }
}
