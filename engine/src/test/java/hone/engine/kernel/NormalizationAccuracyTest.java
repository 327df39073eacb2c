package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.graph.Op;
import hone.engine.op.normalization.BatchNorm;
import hone.engine.op.normalization.LayerNorm;
import hone.engine.op.normalization.RmsNorm;
import hone.engine.op.normalization.Softmax;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Softmax and the normalizations against their definitions in doubles, at awkward sizes and with special values. */
@Tag("kernels")
class NormalizationAccuracyTest {
    private static final float EPSILON = NormalizationOracle.EPSILON;
    private static final List<long[]> ROWS = List.of(
            new long[] {0, 13},
            new long[] {13, 0},
            new long[] {1},
            new long[] {1, 1},
            new long[] {3, 1},
            new long[] {1, 3},
            new long[] {5, 13},
            new long[] {3, 16},
            new long[] {2, 3, 17},
            new long[] {700, 64},
            new long[] {13, 207},
            new long[] {3, 513},
            new long[] {2, 5000},
            new long[] {1, 20_000});
    private static final List<long[]> IMAGES = List.of(
            new long[] {0, 13},
            new long[] {3, 0},
            new long[] {1, 1},
            new long[] {3, 13},
            new long[] {2, 16},
            new long[] {207, 64},
            new long[] {2, 513},
            new long[] {3, 2, 1, 1},
            new long[] {2, 3, 7, 7},
            new long[] {1, 5, 13, 16},
            new long[] {2, 3, 0, 4},
            new long[] {2, 3, 64, 65});

    static Stream<Arguments> kernels() {
        return Stream.of(new Softmax(), new LayerNorm(EPSILON), new RmsNorm(EPSILON), new BatchNorm(EPSILON))
                .flatMap(op -> Kernels.of((Op) op).stream().map(kernel -> Arguments.of(op, kernel)));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsTheDefinition(Op op, Kernel<? extends Op> kernel) {
        Runs.runnable(kernel);
        for (long[] shape : shapes(op)) {
            for (float centre : new float[] {0, 50}) {
                try (KernelRig rig = rig(op, shape, centre)) {
                    rig.run(rig.prepare(kernel));
                    NormalizationOracle.check(rig, kernel);
                }
            }
        }
    }

    /** With statistics that are weights, batch normalization is prepared once; the result is the same. */
    @Test
    void constantStatisticsGiveTheSameBits() {
        BatchNorm op = new BatchNorm(EPSILON);
        for (Kernel<BatchNorm> kernel : Kernels.of(op)) {
            Runs.runnable(kernel);
            try (KernelRig rig = rig(op, new long[] {3, 37}, 0);
                    KernelRig constant = new KernelRig(op, rig.site().inputs(), List.of(1, 2, 3, 4), 1)) {
                for (int i = 0; i < 5; i++) {
                    constant.input(i).fill(rig.input(i).toFloats());
                }
                rig.run(rig.prepare(kernel));
                constant.run(constant.prepare(kernel));
                assertArrayEquals(rig.result(), constant.result(), kernel.id());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void givesTheSameBitsHoweverUnitsAreShared(Op op, Kernel<? extends Op> kernel) {
        Runs.runnable(kernel);
        for (long[] shape : shapes(op)) {
            try (KernelRig rig = rig(op, shape, 0)) {
                Runs.sameBitsInAnyOrder(rig, kernel);
                Runs.chargesWhatItAnnounced(rig, kernel);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void allocatesNothingOnceCompiled(Op op, Kernel<? extends Op> kernel) {
        Runs.runnable(kernel);
        try (KernelRig rig = rig(op, new long[] {32, 269}, 0)) {
            Runs.allocatesNothingOnceCompiled(rig, kernel);
        }
    }

    /** NaN and infinities spoil their own row or element as the formula says, and no other. */
    @ParameterizedTest
    @MethodSource("kernels")
    void specialValuesDoWhatTheFormulaSays(Op op, Kernel<? extends Op> kernel) {
        Runs.runnable(kernel);
        float[] special = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        for (int size : new int[] {3, 16, 37}) {
            for (int place : new int[] {0, size / 2, size - 1}) {
                for (float value : special) {
                    try (KernelRig rig = rig(op, new long[] {3, size}, 0)) {
                        rig.input(0).setFloat(size + place, value);
                        rig.run(rig.prepare(kernel));
                        NormalizationOracle.check(rig, kernel);
                    }
                }
            }
        }
    }

    @Test
    void aRowOfNothingButMinusInfinityHasNoSoftmax() {
        for (Kernel<Softmax> kernel : Kernels.of(new Softmax())) {
            for (int size : new int[] {1, 13, 16, 40}) {
                try (KernelRig rig = rig(new Softmax(), new long[] {2, size}, 0)) {
                    for (int j = 0; j < size; j++) {
                        rig.input(0).setFloat(j, Float.NEGATIVE_INFINITY);
                    }
                    rig.run(rig.prepare(kernel));
                    float sum = 0;
                    for (int j = 0; j < size; j++) {
                        assertTrue(Float.isNaN(rig.output().getFloat(j)), kernel.id() + " at " + j);
                        sum += rig.output().getFloat(size + j);
                    }
                    assertEquals(1, sum, 1e-6, kernel.id());
                }
            }
        }
    }

    /** Exponents near the ends of the floats: the maximum is taken out before anything can overflow. */
    @Test
    void softmaxDoesNotOverflow() {
        for (Kernel<Softmax> kernel : Kernels.of(new Softmax())) {
            try (KernelRig rig = rig(new Softmax(), new long[] {1, 5}, 0)) {
                rig.input(0).fill(new float[] {3e38f, 3e38f, -3e38f, 1000, 0});
                rig.run(rig.prepare(kernel));
                assertEquals(List.of(0.5f, 0.5f, 0f, 0f, 0f), boxed(rig.result()), kernel.id());
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefusedWithItsNumbers() {
        TensorType x = TensorType.f32(4, 6);
        TensorType six = TensorType.f32(6);
        TensorType five = TensorType.f32(5);
        refused("5 vs 6", () -> new LayerNorm(EPSILON).infer(List.of(x, six, five)));
        refused("5 vs 6", () -> new RmsNorm(EPSILON).infer(List.of(x, five)));
        refused("5 vs 6", () -> new BatchNorm(EPSILON).infer(List.of(x, six, six, five, six)));
        refused("2 instead of 5", () -> new BatchNorm(EPSILON).infer(List.of(x, six)));
        refused("at least 2", () -> new BatchNorm(EPSILON).infer(List.of(six, six, six, six, six)));
        refused("at least 1", () -> new Softmax().infer(List.of(TensorType.f32(new long[0]))));
        refused("0.0", () -> new LayerNorm(0));
        refused("NaN", () -> new RmsNorm(Float.NaN));
        refused("Infinity", () -> new BatchNorm(Float.POSITIVE_INFINITY));
    }

    private static void refused(String numbers, Supplier<Object> attempt) {
        InvalidInput e = assertThrows(InvalidInput.class, attempt::get);
        assertTrue(e.getMessage().contains(numbers), e.getMessage());
    }

    private static List<Float> boxed(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return list;
    }

    private static List<long[]> shapes(Op op) {
        return op instanceof BatchNorm ? IMAGES : ROWS;
    }

    private static KernelRig rig(Op op, long[] shape, float centre) {
        TensorType x = TensorType.f32(shape);
        List<TensorType> types = new ArrayList<>(List.of(x));
        int vectors = switch (op) {
            case LayerNorm _ -> 2;
            case RmsNorm _ -> 1;
            case BatchNorm _ -> 4;
            default -> 0;
        };
        long size = op instanceof BatchNorm ? shape[1] : shape[shape.length - 1];
        for (int i = 0; i < vectors; i++) {
            types.add(TensorType.f32(size));
        }
        KernelRig rig = Runs.fill(new KernelRig(op, types, List.of(), 3), shape[0] + size);
        for (int i = 0; i < x.maxShape().elements(); i++) {
            rig.input(0).setFloat(i, centre + 8 * rig.input(0).getFloat(i));
        }
        for (int c = 0; op instanceof BatchNorm && c < size; c++) {
            rig.input(3).setFloat(c, centre + rig.input(3).getFloat(c));
            rig.input(4).setFloat(c, Math.abs(rig.input(4).getFloat(c)));
        }
        return rig;
    }
}
