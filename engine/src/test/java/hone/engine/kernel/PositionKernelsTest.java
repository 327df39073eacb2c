package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.op.attention.CacheAppend;
import hone.engine.op.attention.PositionEmbedding;
import hone.engine.op.attention.PositionEmbeddingGradient;
import hone.engine.op.attention.RotaryEmbedding;
import hone.engine.op.embedding.Embedding;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Embedding, rotary positions and the cache's append: the kernels around attention. */
@Tag("kernels")
class PositionKernelsTest {
    static Stream<Kernel<RotaryEmbedding>> rotaries() {
        return Kernels.of(new RotaryEmbedding(2, 1, 10_000)).stream();
    }

    @ParameterizedTest
    @MethodSource("rotaries")
    void rotatesNeighboursByTheirAngle(Kernel<RotaryEmbedding> kernel) {
        Runs.runnable(kernel);
        for (int headDim : new int[] {2, 6, 8, 16, 48, 64}) {
            for (int[] size : new int[][] {{1, 1, 1, 0}, {1, 1, 3, 99}, {2, 13, 4, 5}, {1, 64, 2, 36}, {0, 3, 1, 0}}) {
                try (KernelRig rig = rotary(headDim, size[0], size[1], size[2], size[3])) {
                    rig.run(rig.prepare(kernel));
                    float[] actual = rig.result();
                    for (int e = 0; e < actual.length; e++) {
                        String which = kernel.id() + " " + headDim + " at " + e;
                        assertEquals(rotated(rig, headDim, size[3], e), actual[e], 0x1p-22, which);
                    }
                    Runs.sameBitsInAnyOrder(rig, kernel);
                    Runs.chargesWhatItAnnounced(rig, kernel);
                }
            }
        }
    }

    private static double rotated(KernelRig rig, int headDim, int first, int e) {
        int width = (int) rig.operands().inputSize(0, 2);
        int seq = (int) rig.operands().inputSize(0, 1);
        int pair = e % headDim / 2;
        double angle = (first + e / width % seq) * Math.pow(10_000, -2.0 * pair / headDim);
        double x = rig.input(0).getFloat(e);
        double neighbour = rig.input(0).getFloat(e ^ 1);
        return x * Math.cos(angle) + (e % 2 == 0 ? -1 : 1) * neighbour * Math.sin(angle);
    }

    @ParameterizedTest
    @MethodSource("rotaries")
    void rotationsRefusePositionsTheyHaveNoAnglesFor(Kernel<RotaryEmbedding> kernel) {
        Runs.runnable(kernel);
        try (KernelRig rig = rotary(8, 1, 3, 2, 98)) {
            Prepared prepared = rig.prepare(kernel);
            InvalidInput refused = assertThrows(InvalidInput.class, () -> rig.run(prepared));
            assertTrue(refused.getMessage().contains("3 rows from position 98"), refused.getMessage());
        }
    }

    /** Both multiply and add apart, so a model gives the same whichever the planner takes. */
    @Test
    void rotationsAgreeToTheBit() {
        List<Kernel<RotaryEmbedding>> kernels = rotaries().toList();
        kernels.forEach(Runs::runnable);
        try (KernelRig rig = rotary(48, 2, 13, 3, 7)) {
            rig.run(rig.prepare(kernels.getFirst()));
            float[] plain = rig.result();
            rig.run(rig.prepare(kernels.getLast()));
            assertArrayEquals(plain, rig.result());
        }
    }

    @Test
    void embeddingCopiesTheRowsThatIdsName() {
        Kernel<Embedding> kernel = Kernels.of(new Embedding()).getFirst();
        for (int[] size : new int[][] {{1, 1, 1}, {50, 13, 7}, {50, 64, 207}, {3, 0, 5}, {3, 4, 0}}) {
            List<TensorType> types =
                    List.of(TensorType.f32(size[0], size[1]), TensorType.of(DType.I32, Shape.of(1, size[2])));
            try (KernelRig rig = Runs.fill(new KernelRig(new Embedding(), types, List.of(0), 3), size[1])) {
                for (int i = 0; i < size[2]; i++) {
                    rig.input(1).segment().setAtIndex(ValueLayout.JAVA_INT, i, i * i % size[0]);
                }
                rig.run(rig.prepare(kernel));
                float[] actual = rig.result();
                for (int e = 0; e < actual.length; e++) {
                    int row = e / size[1] * (e / size[1]) % size[0];
                    assertEquals(rig.input(0).getFloat((long) row * size[1] + e % size[1]), actual[e]);
                }
                Runs.sameBitsInAnyOrder(rig, kernel);
                Runs.chargesWhatItAnnounced(rig, kernel);
            }
        }
    }

    @Test
    void learntPositionsAreAddedRowByRow() {
        Kernel<PositionEmbedding> kernel = Kernels.of(new PositionEmbedding()).getFirst();
        for (int[] size : new int[][] {{1, 1, 1, 0}, {3, 13, 7, 5}, {1, 64, 207, 36}, {0, 3, 4, 1}, {2, 5, 0, 95}}) {
            try (KernelRig rig = positions(size[0], size[1], size[2], size[3])) {
                rig.run(rig.prepare(kernel));
                float[] actual = rig.result();
                for (int e = 0; e < actual.length; e++) {
                    int place = size[3] + e / size[2] % size[1];
                    float expected =
                            rig.input(0).getFloat(e) + rig.input(1).getFloat((long) place * size[2] + e % size[2]);
                    assertEquals(expected, actual[e], "element " + e);
                }
                Runs.sameBitsInAnyOrder(rig, kernel);
                Runs.chargesWhatItAnnounced(rig, kernel);
            }
        }
        try (KernelRig rig = positions(1, 3, 2, 98)) {
            Prepared prepared = rig.prepare(kernel);
            InvalidInput refused = assertThrows(InvalidInput.class, () -> rig.run(prepared));
            assertTrue(refused.getMessage().contains("3 rows from position 98"), refused.getMessage());
        }
    }

    @Test
    void withoutAPositionTheFirstRowStandsAtTheFirst() {
        Kernel<PositionEmbedding> kernel = Kernels.of(new PositionEmbedding()).getFirst();
        List<TensorType> types = List.of(TensorType.f32(3, 13, 7), TensorType.f32(20, 7));
        try (KernelRig rig = Runs.fill(new KernelRig(new PositionEmbedding(), types, List.of(1), 3), 4)) {
            rig.run(rig.prepare(kernel));
            float[] actual = rig.result();
            for (int e = 0; e < actual.length; e++) {
                float row = rig.input(1).getFloat(e / 7 % 13 * 7L + e % 7);
                assertEquals(rig.input(0).getFloat(e) + row, actual[e], "element " + e);
            }
            Runs.sameBitsInAnyOrder(rig, kernel);
        }
    }

    @Test
    void gradientsOfPositionsAreSummedOverSamples() {
        PositionEmbeddingGradient op = new PositionEmbeddingGradient(40);
        Kernel<PositionEmbeddingGradient> kernel = Kernels.of(op).getFirst();
        TensorType position = TensorType.of(DType.I32, Shape.of(1));
        for (int[] size : new int[][] {{1, 1, 1, 0}, {3, 13, 7, 5}, {2, 33, 17, 7}, {0, 3, 4, 1}}) {
            List<TensorType> types = List.of(TensorType.f32(size[0], size[1], (long) size[2]), position);
            try (KernelRig rig = Runs.fill(new KernelRig(op, types, List.of(), 3), size[1])) {
                rig.input(1).segment().setAtIndex(ValueLayout.JAVA_INT, 0, size[3]);
                rig.run(rig.prepare(kernel));
                float[] actual = rig.result();
                for (int e = 0; e < actual.length; e++) {
                    int row = e / size[2] - size[3];
                    double sum = 0;
                    for (int sample = 0; row >= 0 && row < size[1] && sample < size[0]; sample++) {
                        sum += rig.input(0).getFloat(((long) sample * size[1] + row) * size[2] + e % size[2]);
                    }
                    assertEquals(sum, actual[e], 1e-6 * size[0], "element " + e);
                }
                Runs.sameBitsInAnyOrder(rig, kernel);
                Runs.chargesWhatItAnnounced(rig, kernel);
            }
        }
    }

    private static KernelRig positions(int batch, int seq, int width, int position) {
        List<TensorType> types = List.of(
                TensorType.f32(batch, seq, (long) width),
                TensorType.f32(100, (long) width),
                TensorType.of(DType.I32, Shape.of(1)));
        KernelRig rig = Runs.fill(new KernelRig(new PositionEmbedding(), types, List.of(1), 3), seq + 7L * width);
        rig.input(2).segment().setAtIndex(ValueLayout.JAVA_INT, 0, position);
        return rig;
    }

    @Test
    void appendWritesTheNewRowsAndNothingElse() {
        Kernel<CacheAppend> kernel = Kernels.of(new CacheAppend()).getFirst();
        for (int at = 0; at <= 3; at++) {
            try (KernelRun run = new KernelRun()) {
                Tensor cache = run.floats(Shape.of(5, 2), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
                Tensor rows = run.floats(Shape.of(1, 2, 2), 20, 21, 22, 23);
                Tensor result = run.run(kernel, new CacheAppend(), List.of(cache, rows, run.ints(at)), true)
                        .getFirst();
                float[] expected = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
                System.arraycopy(new float[] {20, 21, 22, 23}, 0, expected, 2 * at, 4);
                assertArrayEquals(expected, result.toFloats());
                Tensor behind = run.ints(4);
                InvalidInput refused = assertThrows(
                        InvalidInput.class,
                        () -> run.run(kernel, new CacheAppend(), List.of(cache, rows, behind), false));
                assertTrue(refused.getMessage().contains("2 rows from position 4"), refused.getMessage());
            }
        }
    }

    private static KernelRig rotary(int headDim, int batch, int seq, int heads, int position) {
        TensorType x = TensorType.f32(batch, seq, (long) heads * headDim);
        List<TensorType> types = List.of(x, TensorType.of(DType.I32, Shape.of(1)));
        RotaryEmbedding op = new RotaryEmbedding(headDim, 100, 10_000);
        KernelRig rig = Runs.fill(new KernelRig(op, types, List.of(), 3), seq + 7L * headDim);
        rig.input(1).segment().setAtIndex(ValueLayout.JAVA_INT, 0, position);
        return rig;
    }
}
