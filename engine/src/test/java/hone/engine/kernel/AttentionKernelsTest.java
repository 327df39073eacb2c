package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.CachedAttention;
import hone.engine.op.attention.ScaledDotProduct;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every rung of attention against the definition in double precision. The tolerance is 2⁻²²·(2·√headDim·max|Q|·max|K| +
 * √keys)·max|V|: an error of a score changes its weight by as much, relatively, and a weighted sum of so many values
 * rounds that often.
 */
@Tag("kernels")
class AttentionKernelsTest {
    private static final int[] LENGTHS = {1, 3, 13, 64, 207};
    private static final int[] HEAD_DIMS = {1, 8, 13, 16, 48, 64};

    /** Heads and heads of keys. */
    private static final int[][] HEADS = {{1, 1}, {2, 2}, {3, 1}, {4, 2}};

    static Stream<Kernel<ScaledDotProduct>> kernels() {
        return Kernels.of((ScaledDotProduct) new Attention(1, 1, true)).stream();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsTheOracle(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        for (int n : LENGTHS) {
            for (int headDim : HEAD_DIMS) {
                for (int[] heads : HEADS) {
                    check(kernel, new Attention(heads[0], heads[1], false), 1, n, n, headDim);
                    check(kernel, new Attention(heads[0], heads[1], true), 1, n, n, headDim);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsTheOracleForSeveralSamplesAndOtherLengths(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        for (int[] size : new int[][] {{1, 64}, {2, 5}, {5, 207}, {33, 70}, {64, 65}, {0, 3}}) {
            for (int[] heads : HEADS) {
                check(kernel, new Attention(heads[0], heads[1], true), 3, size[0], size[1], 16);
                check(kernel, new Attention(heads[0], heads[1], false), 2, size[0], size[1], 20);
                check(kernel, new Attention(heads[0], heads[1], false), 2, size[1], Math.max(1, size[0]), 16);
            }
        }
        check(kernel, new Attention(2, 1, true), 0, 3, 3, 8);
        check(kernel, new Attention(2, 1, true), 1, 513, 513, 32);
        check(kernel, new Attention(2, 1, false), 1, 513, 513, 32);
    }

    /** More keys than a single query takes at a time, so that its softmax is corrected too. */
    @ParameterizedTest
    @MethodSource("kernels")
    void correctsTheSoftmaxOfLongRows(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        for (int seq : new int[] {1, 40}) {
            try (KernelRig rig = rig(new Attention(1, 1, true), 1, seq, 2500, 16)) {
                for (int j = 0; j < 2500 * 16; j++) { // later keys score higher
                    rig.input(1).setFloat(j, rig.input(1).getFloat(j) * j / 8000);
                }
                rig.run(rig.prepare(kernel));
                compare(kernel, rig);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void attendsToACacheUpToThePosition(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        for (int[] size : new int[][] {{1, 0}, {1, 1}, {1, 100}, {7, 0}, {40, 0}, {40, 60}, {5, 95}}) {
            for (int[] heads : HEADS) {
                try (KernelRig rig = cached(new CachedAttention(heads[0], heads[1]), size[0], 101, 24, size[1])) {
                    long width = rig.operands().inputSize(1, 1);
                    for (long e = (size[0] + size[1]) * width; e < 101 * width; e++) { // not written yet
                        rig.input(1).setFloat(e, Float.NaN);
                        rig.input(2).setFloat(e, Float.NaN);
                    }
                    Prepared prepared = rig.prepare(kernel);
                    rig.run(prepared);
                    compare(kernel, rig);
                    rig.run(prepared);
                    compare(kernel, rig);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void servesFewerThanPlanned(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        try (KernelRig rig = rig(new Attention(2, 2, true), 3, 70, 70, 16)) {
            Prepared prepared = rig.prepare(kernel);
            for (int[] size : new int[][] {{3, 70}, {1, 70}, {2, 5}, {1, 1}, {3, 33}}) {
                for (int i = 0; i < 3; i++) {
                    rig.operands().resizeInput(i, 0, size[0]);
                    rig.operands().resizeInput(i, 1, size[1]);
                }
                rig.operands().resizeOutput(0, 0, size[0]);
                rig.operands().resizeOutput(0, 1, size[1]);
                rig.run(prepared);
                compare(kernel, rig);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void givesTheSameBitsHoweverUnitsAreShared(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        for (int n : LENGTHS) {
            for (int headDim : HEAD_DIMS) {
                try (KernelRig rig = rig(new Attention(4, 2, true), 2, n, n, headDim);
                        KernelRig cached = cached(new CachedAttention(4, 2), n, n + 9, headDim, 5)) {
                    Runs.sameBitsInAnyOrder(rig, kernel);
                    Runs.sameBitsInAnyOrder(cached, kernel);
                    Runs.chargesWhatItAnnounced(rig, kernel);
                    Runs.chargesWhatItAnnounced(cached, kernel);
                }
            }
        }
    }

    /** A query's result is not a number where it sees a key or value that is none, and is one where it does not. */
    @ParameterizedTest
    @MethodSource("kernels")
    void passesOnWhatIsNotANumber(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        for (int input = 0; input < 3; input++) {
            for (int place : new int[] {0, 40, 69}) {
                for (float special : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                    try (KernelRig rig = rig(new Attention(2, 2, true), 1, 70, 70, 20)) {
                        rig.input(input).setFloat(place * 40L + 3, special);
                        rig.run(rig.prepare(kernel));
                        checkSpecial(kernel, rig, input, place, special);
                    }
                }
            }
        }
    }

    private static void checkSpecial(
            Kernel<ScaledDotProduct> kernel, KernelRig rig, int input, int place, float special) {
        double[] expected = AttentionOracle.result(rig);
        float[] actual = rig.result();
        for (int e = 0; e < actual.length; e++) {
            String which = kernel.id() + ": " + special + " in input " + input + " at " + place + ", element " + e;
            assertEquals(Double.isFinite(expected[e]), Float.isFinite(actual[e]), which);
            if (Float.isNaN(special)) {
                assertEquals(Double.isNaN(expected[e]), Float.isNaN(actual[e]), which);
            }
        }
        boolean[] touched = new boolean[1];
        for (double value : expected) {
            touched[0] |= !Double.isFinite(value);
        }
        assertTrue(touched[0]);
    }

    /** Scores of minus infinity weigh nothing, whichever tile they are in. */
    @ParameterizedTest
    @MethodSource("kernels")
    void aScoreOfMinusInfinityWeighsNothing(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        try (KernelRig rig = rig(new Attention(1, 1, false), 1, 40, 207, 8)) {
            for (int i = 0; i < 40; i++) {
                rig.input(0).setFloat(i * 8L, 1);
            }
            for (int j = 0; j < 150; j++) { // two whole tiles
                rig.input(1).setFloat(j * 8L, Float.NEGATIVE_INFINITY);
            }
            rig.run(rig.prepare(kernel));
            double[] expected = AttentionOracle.result(rig);
            float[] actual = rig.result();
            for (int e = 0; e < actual.length; e++) {
                assertEquals(expected[e], actual[e], 1e-5, kernel.id() + " at " + e);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void largeScoresDoNotOverflow(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        try (KernelRig rig = rig(new Attention(1, 1, false), 1, 40, 130, 16)) {
            for (int e = 0; e < 40 * 16; e++) {
                rig.input(0).setFloat(e, rig.input(0).getFloat(e) * 400);
            }
            rig.run(rig.prepare(kernel));
            compare(kernel, rig);
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
            try (KernelRig rig = rig(op, 1, n, n, 64)) {
                Site site = rig.site(); // three workers
                assertEquals(3L * n * n * 4, naive.scratchBytes(op, site));
                assertEquals(3 * 8 * (n * 4L + 128), fused.scratchBytes(op, site));
                int lanes = 2 * jdk.incubator.vector.FloatVector.SPECIES_PREFERRED.length();
                long tile = (64 + 64 + 64 + 128 + 3) * 4L * lanes;
                assertEquals(Footprint.block(3 * tile) + 3 * (1024 * 4 + 128), tiled.scratchBytes(op, site));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void refusesPositionsThatDoNotExist(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        for (int position : new int[] {-1, 98, Integer.MAX_VALUE}) {
            try (KernelRig rig = cached(new CachedAttention(2, 1), 3, 100, 8, position)) {
                Prepared prepared = rig.prepare(kernel);
                InvalidInput refused = assertThrows(InvalidInput.class, () -> rig.run(prepared));
                assertTrue(refused.getMessage().contains("3 rows from position " + position), refused.getMessage());
                assertTrue(refused.getMessage().contains("0 to 99"), refused.getMessage());
            }
        }
        try (KernelRig rig = rig(new Attention(1, 1, true), 1, 5, 7, 4)) {
            Prepared prepared = rig.prepare(kernel);
            rig.operands().resizeInput(1, 1, 4);
            rig.operands().resizeInput(2, 1, 4);
            InvalidInput refused = assertThrows(InvalidInput.class, () -> rig.run(prepared));
            assertTrue(refused.getMessage().contains("5 queries, 4 keys"), refused.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void refusesMorePositionsThanItCanCount(Kernel<ScaledDotProduct> kernel) {
        long most = 1 << 24;
        for (long keys : new long[] {most, most + 1}) {
            Attention op = new Attention(1, 1, false);
            TensorType q = TensorType.f32(1, 1, 1);
            TensorType k = TensorType.f32(1, keys, 1);
            Site site = new Site("test", List.of(q, k, k), List.of(q), Collections.nCopies(3, null), 1);
            Optional<String> expected = keys == most
                    ? Optional.empty()
                    : Optional.of("more than 16777216 positions: 1 queries, 16777217 keys");
            assertEquals(expected, kernel.refusal(op, site));
        }
    }

    private static Kernel<ScaledDotProduct> kernel(String id) {
        return kernels().filter(kernel -> kernel.id().equals(id)).findFirst().orElseThrow();
    }

    private static void check(
            Kernel<ScaledDotProduct> kernel, Attention op, int batch, int seq, int keys, int headDim) {
        try (KernelRig rig = rig(op, batch, seq, keys, headDim)) {
            rig.output().segment().fill((byte) -1); // NaN, so that nothing of what stood there may count
            Prepared prepared = rig.prepare(kernel);
            rig.run(prepared);
            compare(kernel, rig);
        }
    }

    private static void compare(Kernel<ScaledDotProduct> kernel, KernelRig rig) {
        double[] expected = AttentionOracle.result(rig);
        float[] actual = rig.result();
        ScaledDotProduct op = (ScaledDotProduct) rig.op();
        int keys = AttentionOracle.keys(rig);
        double headDim = (double) rig.operands().inputSize(0, 2) / op.heads();
        double product = largest(rig, 0) * largest(rig, 1);
        double tolerance =
                Math.scalb(2 * Math.sqrt(headDim) * product + Math.sqrt((double) keys), -22) * largest(rig, 2);
        for (int i = 0; i < expected.length; i++) {
            String which = kernel.id() + " " + op + " " + rig.site().inputs() + " at " + i;
            assertFalse(Double.isNaN(expected[i]), which);
            assertEquals(expected[i], actual[i], tolerance, which);
        }
    }

    /** The largest magnitude of an input among its numbers. */
    private static double largest(KernelRig rig, int input) {
        double largest = 0;
        for (float x : rig.input(input).toFloats()) {
            largest = Float.isNaN(x) ? largest : Math.max(largest, Math.abs(x));
        }
        return Math.max(1, largest);
    }

    private static KernelRig rig(Attention op, int batch, int seq, int keys, int headDim) {
        TensorType q = TensorType.f32(batch, seq, (long) op.heads() * headDim);
        TensorType k = TensorType.f32(batch, keys, (long) op.kvHeads() * headDim);
        return Runs.fill(new KernelRig(op, List.of(q, k, k), List.of(), 3), seq * 31L + keys * 7L + headDim);
    }

    private static KernelRig cached(CachedAttention op, int seq, int positions, int headDim, int position) {
        TensorType q = TensorType.f32(1, seq, (long) op.heads() * headDim);
        TensorType k = TensorType.f32(positions, (long) op.kvHeads() * headDim);
        TensorType at = TensorType.of(DType.I32, Shape.of(1));
        KernelRig rig = Runs.fill(new KernelRig(op, List.of(q, k, k, at), List.of(), 3), seq + 7L * headDim);
        rig.input(3).segment().setAtIndex(ValueLayout.JAVA_INT, 0, position);
        return rig;
    }
}
