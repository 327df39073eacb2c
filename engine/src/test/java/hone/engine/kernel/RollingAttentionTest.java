package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.op.attention.RollingCacheAttention;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attention to a rolling cache against full attention in double precision with a banded causal mask, over whole sequences
 * brought in runs of several lengths. What the oracle sees of keys and values is what their form keeps of them, worked out
 * here anew; the tolerance is the one of {@link AttentionKernelsTest}.
 */
@Tag("kernels")
class RollingAttentionTest {
    private static final long SEED = 77;
    private static final int POSITIONS = 150;
    private static final int[][] HEADS = {{1, 1}, {3, 1}, {4, 2}};
    private static final int[] HEAD_DIMS = {1, 6, 13, 16, 24, 40};
    private static final int[] WINDOWS = {1, 2, 7, 64, 70, 150};

    /** Lengths of runs; the longest is longer than some windows, and 150 positions roll over all but the last. */
    private static final int[][] RUNS = {{33, 1, 1, 5, 40, 1, 1, 1, 9, 40, 1, 17}, {1, 1, 1, 40, 40, 40, 1, 26}};

    static Stream<Kernel<RollingCacheAttention>> kernels() {
        return Kernels.of(new RollingCacheAttention(1, 1, 1)).stream();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsFullAttentionWithABandedMask(Kernel<RollingCacheAttention> kernel) {
        Runs.runnable(kernel);
        for (DType form : new DType[] {DType.F32, DType.F16, DType.I8}) {
            for (int window : WINDOWS) {
                for (int headDim : HEAD_DIMS) {
                    int[] heads = HEADS[(window + headDim) % HEADS.length];
                    int[] runs = RUNS[(window + headDim / 2) % RUNS.length];
                    RollingCacheAttention op = new RollingCacheAttention(heads[0], heads[1], POSITIONS);
                    sequence(kernel, op, form, window, headDim, runs);
                }
            }
        }
    }

    private static void sequence(
            Kernel<RollingCacheAttention> kernel,
            RollingCacheAttention op,
            DType form,
            int window,
            int headDim,
            int[] runs) {
        String which = kernel.id() + " " + op + " " + form + ", window " + window + ", headDim " + headDim;
        Random random = new Random(SEED);
        List<double[]> keys = new ArrayList<>();
        List<double[]> values = new ArrayList<>();
        try (KernelRig rig = rig(op, form, window, headDim, 40)) {
            for (int i = RollingCacheAttention.KEY_CACHE; i < rig.operands().inputCount(); i++) {
                rig.input(i).segment().fill((byte) -1); // NaN, so that nothing unwritten may count
            }
            Prepared prepared = rig.prepare(kernel);
            for (int run : runs) {
                rig.input(3).segment().set(ValueLayout.JAVA_INT, 0, keys.size());
                for (int input = 0; input < 3; input++) {
                    rig.operands().resizeInput(input, 1, run);
                    for (long e = 0; e < run * rig.operands().inputSize(input, 2); e++) {
                        rig.input(input).setFloat(e, random.nextFloat() * 2 - 1);
                    }
                }
                rig.operands().resizeOutput(0, 1, run);
                add(keys, rig, 1, run, op.kvHeads(), headDim, form);
                add(values, rig, 2, run, op.kvHeads(), headDim, form);
                rig.run(prepared);
                compare(rig, op, keys, values, run, window, headDim, which);
            }
        }
        assertEquals(POSITIONS, keys.size());
    }

    /** What a form keeps of the rows of this run. */
    private static void add(
            List<double[]> kept, KernelRig rig, int input, int run, int kvHeads, int headDim, DType form) {
        for (int row = 0; row < run; row++) {
            double[] all = new double[kvHeads * headDim];
            for (int head = 0; head < kvHeads; head++) {
                float largest = 0;
                for (int c = 0; c < headDim; c++) {
                    largest = Math.max(
                            largest,
                            Math.abs(rig.input(input).getFloat((long) row * all.length + (long) head * headDim + c)));
                }
                float scale = largest / 127;
                for (int c = 0; c < headDim; c++) {
                    float x = rig.input(input).getFloat((long) row * all.length + (long) head * headDim + c);
                    all[head * headDim + c] = switch (form) {
                        case F16 -> Float.float16ToFloat(Float.floatToFloat16(x));
                        case I8 -> Math.rint(x / scale) * scale;
                        default -> x;
                    };
                }
            }
            kept.add(all);
        }
    }

    private static void compare(
            KernelRig rig,
            RollingCacheAttention op,
            List<double[]> keys,
            List<double[]> values,
            int run,
            int window,
            int headDim,
            String which) {
        float[] q = rig.input(0).toFloats();
        float[] actual = rig.result();
        double tolerance = Math.scalb(2 * Math.sqrt(headDim) + Math.sqrt(window), -22);
        for (int i = 0; i < run; i++) {
            int position = keys.size() - run + i;
            int from = Math.max(0, position - window + 1);
            for (int head = 0; head < op.heads(); head++) {
                int at = (i * op.heads() + head) * headDim;
                int keyAt = head / (op.heads() / op.kvHeads()) * headDim;
                double[] expected = expected(q, at, keys, values, keyAt, from, position, headDim);
                for (int c = 0; c < headDim; c++) {
                    assertEquals(
                            expected[c],
                            actual[at + c],
                            tolerance,
                            which + ", position " + position + ", head " + head);
                }
            }
        }
    }

    private static double[] expected(
            float[] q, int at, List<double[]> keys, List<double[]> values, int keyAt, int from, int to, int headDim) {
        double[] out = new double[headDim];
        double sum = 0;
        for (int j = from; j <= to; j++) {
            double score = 0;
            for (int c = 0; c < headDim; c++) {
                score += q[at + c] * keys.get(j)[keyAt + c];
            }
            double weight = Math.exp(score / Math.sqrt(headDim)); // scores are small here
            sum += weight;
            for (int c = 0; c < headDim; c++) {
                out[c] += weight * values.get(j)[keyAt + c];
            }
        }
        for (int c = 0; c < headDim; c++) {
            out[c] /= sum;
        }
        return out;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void givesTheSameBitsHoweverUnitsAreSharedAndChargesWhatItSays(Kernel<RollingCacheAttention> kernel) {
        Runs.runnable(kernel);
        for (DType form : new DType[] {DType.F32, DType.F16, DType.I8}) {
            for (int headDim : HEAD_DIMS) {
                try (KernelRig rig = rig(new RollingCacheAttention(4, 2, 90), form, 80, headDim, 33)) {
                    Runs.sameBitsInAnyOrder(
                            rig, kernel); // nothing rolls, so that a second run finds what the first did
                    Runs.chargesWhatItAnnounced(rig, kernel);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aRunAllocatesNothing(Kernel<RollingCacheAttention> kernel) {
        Runs.runnable(kernel);
        for (DType form : new DType[] {DType.F32, DType.F16, DType.I8}) {
            try (KernelRig rig = rig(new RollingCacheAttention(4, 2, 90), form, 40, 24, 1)) {
                rig.input(3).segment().set(ValueLayout.JAVA_INT, 0, 70);
                Runs.allocatesNothingOnceCompiled(rig, kernel);
            }
        }
    }

    /** Whoever sees a row that is no number is told, and nobody else. */
    @ParameterizedTest
    @MethodSource("kernels")
    void passesOnWhatIsNotANumber(Kernel<RollingCacheAttention> kernel) {
        Runs.runnable(kernel);
        for (DType form : new DType[] {DType.F32, DType.F16, DType.I8}) {
            for (int input = 1; input < 3; input++) {
                try (KernelRig rig = rig(new RollingCacheAttention(2, 2, 90), form, 4, 20, 30)) {
                    rig.input(input).setFloat(11 * 40L + 3, Float.NaN);
                    rig.run(rig.prepare(kernel));
                    float[] out = rig.result();
                    for (int i = 0; i < 30; i++) {
                        boolean told = false;
                        for (int c = 0; c < 20; c++) {
                            told |= Float.isNaN(out[i * 40 + c]);
                        }
                        assertEquals(i >= 11 && i < 15, told, kernel.id() + " " + form + ", query " + i);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void refusesPositionsThatDoNotExist(Kernel<RollingCacheAttention> kernel) {
        Runs.runnable(kernel);
        for (int position : new int[] {-1, 98, Integer.MAX_VALUE}) {
            try (KernelRig rig = rig(new RollingCacheAttention(2, 1, 100), DType.I8, 10, 8, 3)) {
                rig.input(3).segment().set(ValueLayout.JAVA_INT, 0, position);
                Prepared prepared = rig.prepare(kernel);
                InvalidInput refused = assertThrows(InvalidInput.class, () -> rig.run(prepared));
                assertTrue(refused.getMessage().contains("3 rows from position " + position), refused.getMessage());
            }
        }
    }

    /** A rig at position 0 whose queries, keys and values are in ±1. */
    private static KernelRig rig(RollingCacheAttention op, DType form, int window, int headDim, int seq) {
        TensorType q = TensorType.f32(1, seq, (long) op.heads() * headDim);
        TensorType k = TensorType.f32(1, seq, (long) op.kvHeads() * headDim);
        TensorType at = TensorType.of(DType.I32, Shape.of(1));
        TensorType cache = TensorType.of(form, Shape.of(window, (long) op.kvHeads() * headDim));
        List<TensorType> types = new ArrayList<>(List.of(q, k, k, at, cache, cache));
        if (form == DType.I8) {
            TensorType scales = TensorType.f32(window, op.kvHeads());
            types.addAll(List.of(scales, scales));
        }
        KernelRig rig = new KernelRig(op, types, List.of(), 3);
        Random random = new Random(SEED);
        for (int input = 0; input < 3; input++) {
            for (long e = 0; e < rig.input(input).shape().elements(); e++) {
                rig.input(input).setFloat(e, random.nextFloat() * 2 - 1);
            }
        }
        return rig;
    }
}
