package hone.engine.kernel.sparse;

import hone.engine.kernel.Footprint;
import hone.engine.memory.MemoryRegion;
import hone.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;

/**
 * A weight (n × k) in compressed sparse rows (CSR; Tinney and Walker, 1967): the non-zeros of all rows one behind the
 * other, beside each its column, and where each row begins. Eight bytes a non-zero, against four for every element of
 * the dense weight: it takes less memory from half zeros on.
 *
 * @param values {@code [nonZeros]}
 * @param columns {@code [nonZeros]}
 * @param starts {@code [n + 1]}: the first non-zero of each row, and the end of the last
 */
record CompressedRows(float[] values, int[] columns, int[] starts) {
    /** Bytes charged for this weight. */
    static long bytes(Tensor weight) {
        return Footprint.floats(
                2 * SparseKernel.nonZeros(weight) + weight.shape().size(0) + 1);
    }

    static CompressedRows of(Tensor weight, MemoryRegion packed) {
        packed.chargeArray(bytes(weight));
        int nonZeros = Math.toIntExact(SparseKernel.nonZeros(weight));
        int n = (int) weight.shape().size(0);
        int k = (int) weight.shape().size(1);
        CompressedRows rows = new CompressedRows(new float[nonZeros], new int[nonZeros], new int[n + 1]);
        int next = 0;
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < k; column++) {
                float value = weight.segment().getAtIndex(ValueLayout.JAVA_FLOAT, (long) row * k + column);
                if (value != 0) {
                    rows.values[next] = value;
                    rows.columns[next++] = column;
                }
            }
            rows.starts[row + 1] = next;
        }
        return rows;
    }
}
