package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.CachedAttention;
import hone.engine.op.attention.ScaledDotProduct;
import hone.engine.tensor.TensorType;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attention over what is not a number, without bounds, or not there. */
@Tag("kernels")
class AttentionEdgesTest {
    /** A query's result is not a number where it sees a key or value that is none, and is one where it does not. */
    @ParameterizedTest
    @MethodSource("hone.engine.kernel.AttentionCheck#kernels")
    void passesOnWhatIsNotANumber(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        for (int input = 0; input < 3; input++) {
            for (int place : new int[] {0, 40, 69}) {
                for (float special : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                    try (KernelRig rig = AttentionCheck.rig(new Attention(2, 2, true), 1, 70, 70, 20)) {
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
    @MethodSource("hone.engine.kernel.AttentionCheck#kernels")
    void aScoreOfMinusInfinityWeighsNothing(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        try (KernelRig rig = AttentionCheck.rig(new Attention(1, 1, false), 1, 40, 207, 8)) {
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
    @MethodSource("hone.engine.kernel.AttentionCheck#kernels")
    void largeScoresDoNotOverflow(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        try (KernelRig rig = AttentionCheck.rig(new Attention(1, 1, false), 1, 40, 130, 16)) {
            for (int e = 0; e < 40 * 16; e++) {
                rig.input(0).setFloat(e, rig.input(0).getFloat(e) * 400);
            }
            rig.run(rig.prepare(kernel));
            AttentionCheck.compare(kernel, rig);
        }
    }

    @ParameterizedTest
    @MethodSource("hone.engine.kernel.AttentionCheck#kernels")
    void refusesPositionsThatDoNotExist(Kernel<ScaledDotProduct> kernel) {
        Runs.runnable(kernel);
        for (int position : new int[] {-1, 98, Integer.MAX_VALUE}) {
            try (KernelRig rig = AttentionCheck.cached(new CachedAttention(2, 1), 3, 100, 8, position)) {
                Prepared prepared = rig.prepare(kernel);
                InvalidInput refused = assertThrows(InvalidInput.class, () -> rig.run(prepared));
                assertTrue(refused.getMessage().contains("3 rows from position " + position), refused.getMessage());
                assertTrue(refused.getMessage().contains("0 to 99"), refused.getMessage());
            }
        }
        try (KernelRig rig = AttentionCheck.rig(new Attention(1, 1, true), 1, 5, 7, 4)) {
            Prepared prepared = rig.prepare(kernel);
            rig.operands().resizeInput(1, 1, 4);
            rig.operands().resizeInput(2, 1, 4);
            InvalidInput refused = assertThrows(InvalidInput.class, () -> rig.run(prepared));
            assertTrue(refused.getMessage().contains("5 queries, 4 keys"), refused.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("hone.engine.kernel.AttentionCheck#kernels")
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
}
