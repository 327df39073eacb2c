package hone.engine.kernel.attention;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.WorkerRows;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.AttentionGradient;
import hone.engine.op.attention.ScaledDotProduct;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;

/**
 * One query at a time, as {@link ReorderedAttention} goes forward: its weights again, their gradient, and what both add to
 * the gradients of the keys and values it saw. All loops run along Java arrays, so that the just-in-time compiler turns
 * them into vector instructions: for the products with keys and values these are transposed first.
 */
public final class ReorderedAttentionGradient implements AttentionGradientRun.Rule {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(AttentionGradient op, Site site) {
        return AttentionGradientRun.Rule.tooLong(op, site, 1L << 40);
    }

    @Override
    public long scratchBytes(AttentionGradient op, Site site) {
        int keys = HeadGeometry.maxKeys(op.of(), site);
        int headDim = HeadGeometry.maxHeadDim(op.of(), site);
        return site.workers()
                * (2 * WorkerRows.bytes(headDim, keys)
                        + 3 * WorkerRows.bytes(keys, headDim)
                        + WorkerRows.bytes(2, keys)
                        + WorkerRows.bytes(3, headDim));
    }

    @Override
    public Prepared prepare(AttentionGradient op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        scratch.chargeArray(scratchBytes(op, site));
        Rows[] rows = new Rows[site.workers()];
        Arrays.setAll(rows, _ -> Rows.of(HeadGeometry.maxKeys(op.of(), site), HeadGeometry.maxHeadDim(op.of(), site)));
        return new Loops(op.of(), site.node(), rows);
    }

    /**
     * The arrays of one worker.
     *
     * @param kAcross keys, transposed // (headDim, keys), and so are the values {@code vAcross}
     * @param k keys // (keys, headDim), and so are the gradients {@code dk} and {@code dv}
     * @param weights of one query and {@code slopes} their gradient // (2, keys)
     * @param query of one query, of its result's gradient and of its own // (3, headDim)
     */
    private record Rows(
            float[][] kAcross,
            float[][] vAcross,
            float[][] k,
            float[][] dk,
            float[][] dv,
            float[][] weights,
            float[][] query) {
        static Rows of(int keys, int headDim) {
            return new Rows(
                    WorkerRows.floats(headDim, keys),
                    WorkerRows.floats(headDim, keys),
                    WorkerRows.floats(keys, headDim),
                    WorkerRows.floats(keys, headDim),
                    WorkerRows.floats(keys, headDim),
                    WorkerRows.floats(2, keys),
                    WorkerRows.floats(3, headDim));
        }
    }

    private record Loops(Attention of, String node, Rows[] workers) implements AttentionGradientRun {
        @Override
        public void head(Operands operands, long sample, int head, boolean first, boolean last, int worker) {
            Rows rows = workers[worker];
            int keys = HeadGeometry.keys(of, operands);
            int headDim = HeadGeometry.headDim(of, operands);
            long kRow = HeadGeometry.keyStride(of, operands);
            long kAt = HeadGeometry.keyHead(of, operands, sample, head);
            if (first) {
                load(operands, rows, kAt, kRow, keys, headDim);
            }
            queries(operands, rows, sample, head, keys, headDim);
            if (last) {
                for (int j = 0; j < keys; j++) {
                    store(rows.dk[j], operands.output(DK), kAt + j * kRow, headDim);
                    store(rows.dv[j], operands.output(DV), kAt + j * kRow, headDim);
                }
            }
        }

        private static void load(Operands operands, Rows rows, long kAt, long kRow, int keys, int headDim) {
            for (int j = 0; j < keys; j++) {
                fetch(operands.input(ScaledDotProduct.VALUES), kAt + j * kRow, rows.k[j], headDim);
                turn(rows.k[j], rows.vAcross, j, headDim);
                fetch(operands.input(ScaledDotProduct.KEYS), kAt + j * kRow, rows.k[j], headDim);
                turn(rows.k[j], rows.kAcross, j, headDim);
                Arrays.fill(rows.dk[j], 0, headDim, 0);
                Arrays.fill(rows.dv[j], 0, headDim, 0);
            }
        }

        private static void turn(float[] row, float[][] across, int j, int headDim) {
            for (int c = 0; c < headDim; c++) {
                across[c][j] = row[c];
            }
        }

        private static void fetch(MemorySegment from, long at, float[] row, int count) {
            MemorySegment.copy(from, ValueLayout.JAVA_FLOAT, at, row, 0, count);
        }

        private static void store(float[] row, MemorySegment to, long at, int count) {
            MemorySegment.copy(row, 0, to, ValueLayout.JAVA_FLOAT, at, count);
        }

        private void queries(Operands operands, Rows rows, long sample, int head, int keys, int headDim) {
            int seq = HeadGeometry.seq(operands);
            long qRow = HeadGeometry.queryStride(operands);
            long qAt = HeadGeometry.queryHead(of, operands, sample, head);
            float scale = HeadGeometry.scale(headDim);
            float[] weights = rows.weights[0];
            float[] slopes = rows.weights[1];
            float[] q = rows.query[0];
            float[] dout = rows.query[1];
            float[] dq = rows.query[2];
            for (int i = 0; i < seq; i++) {
                int visible = HeadGeometry.visible(of, i, seq, keys);
                fetch(operands.input(ScaledDotProduct.QUERIES), qAt + i * qRow, q, headDim);
                fetch(operands.input(AttentionGradient.GRADIENT), qAt + i * qRow, dout, headDim);
                product(q, rows.kAcross, weights, headDim, visible);
                softmax(weights, visible, scale);
                product(dout, rows.vAcross, slopes, headDim, visible);
                slopes(weights, slopes, visible, scale);
                Arrays.fill(dq, 0, headDim, 0);
                for (int j = 0; j < visible; j++) {
                    add(slopes[j], rows.k[j], dq, headDim);
                    add(slopes[j], q, rows.dk[j], headDim);
                    add(weights[j], dout, rows.dv[j], headDim);
                }
                store(dq, operands.output(DQ), qAt + i * qRow, headDim);
            }
        }

        /** sums[j] = Σ row[c] · across[c][j]. */
        private static void product(float[] row, float[][] across, float[] sums, int headDim, int count) {
            Arrays.fill(sums, 0, count, 0);
            for (int c = 0; c < headDim; c++) {
                add(row[c], across[c], sums, count);
            }
        }

        private static void softmax(float[] weights, int count, float scale) {
            float largest = -Float.MAX_VALUE;
            for (int j = 0; j < count; j++) {
                weights[j] *= scale;
                largest = Math.max(largest, weights[j]);
            }
            double sum = 0;
            for (int j = 0; j < count; j++) {
                weights[j] = (float) Math.exp(weights[j] - largest);
                sum += weights[j];
            }
            float factor = (float) (1 / sum);
            for (int j = 0; j < count; j++) {
                weights[j] *= factor;
            }
        }

        /** The scores' gradient in place of the weights'. */
        private static void slopes(float[] weights, float[] slopes, int count, float scale) {
            double sum = 0;
            for (int j = 0; j < count; j++) {
                sum += (double) weights[j] * slopes[j];
            }
            float mean = (float) sum;
            for (int j = 0; j < count; j++) {
                slopes[j] = weights[j] * (slopes[j] - mean) * scale;
            }
        }

        /** sum[j] += factor · row[j]: the loop the compiler vectorizes. */
        private static void add(float factor, float[] row, float[] sum, int n) {
            for (int j = 0; j < n; j++) {
                sum[j] += factor * row[j];
            }
        }
    }
}
