package hone.engine.kernel;

import hone.engine.op.attention.CachedAttention;
import hone.engine.op.attention.ScaledDotProduct;
import java.lang.foreign.ValueLayout;

/** What attention ought to give: the definition in double precision, for the operands' sizes of this run. */
final class AttentionOracle {
    private AttentionOracle() {}

    /** Keys of this run: for a cache those up to the last query. */
    static int keys(KernelRig rig) {
        long seq = rig.operands().inputSize(0, 1);
        return rig.op() instanceof CachedAttention
                ? (int) (rig.input(3).segment().getAtIndex(ValueLayout.JAVA_INT, 0) + seq)
                : (int) rig.operands().inputSize(1, 1);
    }

    /** The definition, query by query, in double precision. */
    static double[] result(KernelRig rig) {
        ScaledDotProduct op = (ScaledDotProduct) rig.op();
        int batch = (int) rig.operands().inputSize(0, 0);
        int seq = (int) rig.operands().inputSize(0, 1);
        int width = (int) rig.operands().inputSize(0, 2);
        int keys = keys(rig);
        int headDim = width / op.heads();
        int keyWidth = headDim * op.kvHeads();
        float[] q = rig.input(0).toFloats();
        float[] k = rig.input(1).toFloats();
        float[] v = rig.input(2).toFloats();
        double[] out = new double[batch * seq * width];
        for (int row = 0; row < batch * seq; row++) {
            int visible = op.causal() ? keys - seq + row % seq + 1 : keys;
            for (int head = 0; head < op.heads(); head++) {
                int queryAt = row * width + head * headDim;
                int keyAt = row / seq * keys * keyWidth + head / (op.heads() / op.kvHeads()) * headDim;
                double[] weights = weights(q, queryAt, k, keyAt, keyWidth, headDim, visible);
                for (int c = 0; c < headDim; c++) {
                    for (int j = 0; j < visible; j++) {
                        out[queryAt + c] += weights[j] * v[keyAt + j * keyWidth + c];
                    }
                }
            }
        }
        return out;
    }

    private static double[] weights(
            float[] q, int queryAt, float[] k, int keyAt, int keyWidth, int headDim, int visible) {
        double[] weights = new double[visible];
        double largest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < visible; j++) {
            for (int c = 0; c < headDim; c++) {
                weights[j] += (double) q[queryAt + c] * k[keyAt + j * keyWidth + c];
            }
            weights[j] /= Math.sqrt(headDim);
            largest = Math.max(largest, weights[j]);
        }
        double sum = 0;
        for (int j = 0; j < visible; j++) {
            weights[j] = Math.exp(weights[j] - largest);
            sum += weights[j];
        }
        for (int j = 0; j < visible; j++) {
            weights[j] /= sum;
        }
        return weights;
    }
}
