package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.op.attention.Attention;
import hone.engine.op.attention.CachedAttention;
import hone.engine.op.attention.ScaledDotProduct;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rung of attention against the definition, at awkward sizes, shared among workers and in its scratch space. */
@Tag("kernels")
class AttentionKernelsTest {
    private static final int[] LENGTHS = {1, 3, 13, 64, 207};
    private static final int[] HEAD_DIMS = {1, 8, 13, 16, 48, 64};

    /** Heads and heads of keys. */
    private static final int[][] HEADS = {{1, 1}, {2, 2}, {3, 1}, {4, 2}};

    @ParameterizedTest
    @MethodSource("hone.engine.kernel.AttentionCheck#kernels")
    void equalsTheOracle(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        for (int n : LENGTHS) {
            for (int headDim : HEAD_DIMS) {
                for (int[] heads : HEADS) {
                    AttentionCheck.check(kernel, new Attention(heads[0], heads[1], false), 1, n, n, headDim);
                    AttentionCheck.check(kernel, new Attention(heads[0], heads[1], true), 1, n, n, headDim);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("hone.engine.kernel.AttentionCheck#kernels")
    void equalsTheOracleForSeveralSamplesAndOtherLengths(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        for (int[] size : new int[][] {{1, 64}, {2, 5}, {5, 207}, {33, 70}, {64, 65}, {0, 3}}) {
            for (int[] heads : HEADS) {
                AttentionCheck.check(kernel, new Attention(heads[0], heads[1], true), 3, size[0], size[1], 16);
                AttentionCheck.check(kernel, new Attention(heads[0], heads[1], false), 2, size[0], size[1], 20);
                AttentionCheck.check(
                        kernel, new Attention(heads[0], heads[1], false), 2, size[1], Math.max(1, size[0]), 16);
            }
        }
        AttentionCheck.check(kernel, new Attention(2, 1, true), 0, 3, 3, 8);
        AttentionCheck.check(kernel, new Attention(2, 1, true), 1, 513, 513, 32);
        AttentionCheck.check(kernel, new Attention(2, 1, false), 1, 513, 513, 32);
    }

    /** More keys than a single query takes at a time, so that its softmax is corrected too. */
    @ParameterizedTest
    @MethodSource("hone.engine.kernel.AttentionCheck#kernels")
    void correctsTheSoftmaxOfLongRows(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        for (int seq : new int[] {1, 40}) {
            try (KernelRig rig = AttentionCheck.rig(new Attention(1, 1, true), 1, seq, 2500, 16)) {
                for (int j = 0; j < 2500 * 16; j++) { // later keys score higher
                    rig.input(1).setFloat(j, rig.input(1).getFloat(j) * j / 8000);
                }
                rig.run(rig.prepare(kernel));
                AttentionCheck.compare(kernel, rig);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("hone.engine.kernel.AttentionCheck#kernels")
    void attendsToACacheUpToThePosition(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        for (int[] size : new int[][] {{1, 0}, {1, 1}, {1, 100}, {7, 0}, {40, 0}, {40, 60}, {5, 95}}) {
            for (int[] heads : HEADS) {
                try (KernelRig rig =
                        AttentionCheck.cached(new CachedAttention(heads[0], heads[1]), size[0], 101, 24, size[1])) {
                    long width = rig.operands().inputSize(1, 1);
                    for (long e = (size[0] + size[1]) * width; e < 101 * width; e++) { // not written yet
                        rig.input(1).setFloat(e, Float.NaN);
                        rig.input(2).setFloat(e, Float.NaN);
                    }
                    Prepared prepared = rig.prepare(kernel);
                    rig.run(prepared);
                    AttentionCheck.compare(kernel, rig);
                    rig.run(prepared);
                    AttentionCheck.compare(kernel, rig);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("hone.engine.kernel.AttentionCheck#kernels")
    void servesFewerThanPlanned(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        try (KernelRig rig = AttentionCheck.rig(new Attention(2, 2, true), 3, 70, 70, 16)) {
            Prepared prepared = rig.prepare(kernel);
            for (int[] size : new int[][] {{3, 70}, {1, 70}, {2, 5}, {1, 1}, {3, 33}}) {
                for (int i = 0; i < 3; i++) {
                    rig.operands().resizeInput(i, 0, size[0]);
                    rig.operands().resizeInput(i, 1, size[1]);
                }
                rig.operands().resizeOutput(0, 0, size[0]);
                rig.operands().resizeOutput(0, 1, size[1]);
                rig.run(prepared);
                AttentionCheck.compare(kernel, rig);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("hone.engine.kernel.AttentionCheck#kernels")
    void givesTheSameBitsHoweverUnitsAreShared(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        for (int n : LENGTHS) {
            for (int headDim : HEAD_DIMS) {
                try (KernelRig rig = AttentionCheck.rig(new Attention(4, 2, true), 2, n, n, headDim);
                        KernelRig cached = AttentionCheck.cached(new CachedAttention(4, 2), n, n + 9, headDim, 5)) {
                    Runs.sameBitsInAnyOrder(rig, kernel);
                    Runs.sameBitsInAnyOrder(cached, kernel);
                    Runs.chargesWhatItAnnounced(rig, kernel);
                    Runs.chargesWhatItAnnounced(cached, kernel);
                }
            }
        }
    }

    @Test
    void scratchIsAMatrixARowOrATile() {
        Kernel<ScaledDotProduct> naive = kernel("naive");
        Kernel<ScaledDotProduct> fused = kernel("fused");
        Kernel<ScaledDotProduct> tiled = kernel("tiled");
        Runs.runnable(tiled);
        for (int n : new int[] {512, 2048}) {
            Attention op = new Attention(4, 4, true);
            try (KernelRig rig = AttentionCheck.rig(op, 1, n, n, 64)) {
                Site site = rig.site(); // three workers
                assertEquals(3L * n * n * 4, naive.scratchBytes(op, site));
                assertEquals(3 * 8 * (n * 4L + 128), fused.scratchBytes(op, site));
                int lanes = 2 * jdk.incubator.vector.FloatVector.SPECIES_PREFERRED.length();
                long tile = (64 + 64 + 64 + 128 + 3) * 4L * lanes;
                assertEquals(Footprint.block(3 * tile) + 3 * (1024 * 4 + 128), tiled.scratchBytes(op, site));
            }
        }
    }

    private static Kernel<ScaledDotProduct> kernel(String id) {
        return AttentionCheck.kernels()
                .filter(kernel -> kernel.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
