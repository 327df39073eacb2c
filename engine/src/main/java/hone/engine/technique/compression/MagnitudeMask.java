package hone.engine.technique.compression;

import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.WeightGroups;
import hone.engine.tensor.DType;
import hone.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;

/** Keeps the largest weights of one tensor and sets the others to zero. */
final class MagnitudeMask {
    private MagnitudeMask() {}

    /**
     * @param weight (out, in), F32 or I8
     * @param scales (out) or (out, groups) F32 where the weight is I8, so that magnitudes are compared as the numbers
     *     they stand for
     * @param groupSize columns that share a scale; 0 for all
     * @param sparsity share of all elements to set to zero; among equals the first in memory go first
     * @param region where the masked copy goes
     */
    static Tensor masked(Tensor weight, Optional<Tensor> scales, int groupSize, double sparsity, MemoryRegion region) {
        int elements = Math.toIntExact(weight.shape().elements());
        long columns = weight.shape().size(1);
        float[] magnitudes = new float[elements];
        long groups = groupSize == 0 ? 1 : WeightGroups.count(groupSize, columns);
        for (int i = 0; i < elements; i++) {
            long group = groupSize == 0 ? 0 : i % columns / groupSize;
            long scale = i / columns * groups + group;
            magnitudes[i] = weight.dtype() == DType.F32
                    ? Math.abs(weight.getFloat(i))
                    : Math.abs(weight.segment().get(ValueLayout.JAVA_BYTE, i))
                            * scales.map(tensor -> tensor.getFloat(scale)).orElse(1f);
        }
        int zeros = (int) Math.round(sparsity * elements);
        Tensor masked = region.tensor(weight.dtype(), weight.shape());
        MemorySegment.copy(weight.segment(), 0, masked.segment(), 0, weight.bytes());
        if (zeros > 0) {
            clear(masked, magnitudes, zeros);
        }
        return masked;
    }

    private static void clear(Tensor masked, float[] magnitudes, int zeros) {
        float[] sorted = magnitudes.clone();
        Arrays.sort(sorted);
        float threshold = sorted[zeros - 1];
        int below = 0;
        while (below < sorted.length && sorted[below] < threshold) {
            below++;
        }
        int equalsLeft = zeros - below;
        int bytes = masked.dtype().bytes();
        for (int i = 0; i < magnitudes.length; i++) {
            boolean small = magnitudes[i] < threshold;
            if (!small && magnitudes[i] == threshold && equalsLeft > 0) {
                equalsLeft--;
                small = true;
            }
            if (small) {
                masked.segment().asSlice((long) i * bytes, bytes).fill((byte) 0);
            }
        }
    }
}
