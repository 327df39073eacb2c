package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hone.engine.InvalidInput;
import hone.engine.graph.Op;
import hone.engine.op.elementwise.Binary;
import hone.engine.op.elementwise.BinaryFunction;
import hone.engine.op.elementwise.Unary;
import hone.engine.op.elementwise.UnaryFunction;
import hone.engine.op.normalization.LogSoftmax;
import hone.engine.op.reduce.Reduce;
import hone.engine.op.reduce.ReduceFunction;
import hone.engine.op.shape.Concat;
import hone.engine.op.shape.Expand;
import hone.engine.op.shape.Gather;
import hone.engine.op.shape.Pad;
import hone.engine.op.shape.PadMode;
import hone.engine.op.shape.Permute;
import hone.engine.op.shape.Slice;
import hone.engine.op.shape.Tile;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kernels of ops that come with other programs' models, at sizes around whole vectors and whole units: all of one op agree,
 * and none cares how its units are shared. What they compute is compared with the reference operators elsewhere.
 */
@Tag("kernels")
class ForeignKernelsTest {
    /** One op with the types of its inputs. */
    record Case(Op op, List<TensorType> types) {}

    private static Case of(Op op, TensorType... types) {
        return new Case(op, List.of(types));
    }

    static Stream<Case> cases() {
        List<Case> all = new ArrayList<>();
        for (long size : new long[] {0, 1, 15, 16, 17, 207, 8193, 20_000}) {
            all.add(of(new Unary(UnaryFunction.CLIP, -0.5, 0.25), TensorType.f32(size)));
            all.add(of(new LogSoftmax(), TensorType.f32(3, Math.max(1, size / 3))));
            for (BinaryFunction function : List.of(BinaryFunction.SUB, BinaryFunction.DIV, BinaryFunction.PRELU)) {
                all.add(of(new Binary(function), TensorType.f32(size), TensorType.f32(size)));
                all.add(of(new Binary(function), TensorType.f32(5, size), TensorType.f32(size)));
                all.add(of(new Binary(function), TensorType.f32(size, 3), TensorType.f32(size, 1)));
                all.add(of(new Binary(function), TensorType.f32(1, 3, 1), TensorType.f32(size, 1, 2)));
                all.add(of(new Binary(function), TensorType.of(DType.F32, Shape.of()), TensorType.f32(size)));
            }
            all.add(of(new Permute(List.of(1, 0)), TensorType.f32(size, 3)));
            all.add(of(new Permute(List.of(2, 0, 1)), TensorType.f32(2, 5, size)));
            all.add(of(new Concat(1), TensorType.f32(3, size), TensorType.f32(3, 2)));
            all.add(of(new Pad(List.of(1L, 2L), List.of(0L, 3L), PadMode.CONSTANT, 0.5), TensorType.f32(2, size)));
            all.add(of(new Tile(List.of(2L, 3L)), TensorType.f32(size, 2)));
            all.add(of(new Expand(List.of(4L, size, 3L)), TensorType.f32(size, 1)));
            if (size > 0) {
                all.add(of(
                        new Slice(List.of(0L, size - 1), List.of(1L, -1L), List.of(Slice.KEPT, size)),
                        TensorType.f32(3, size)));
            }
            for (ReduceFunction function : List.of(ReduceFunction.MEAN, ReduceFunction.LOG_SUM_EXP)) {
                all.add(of(new Reduce(function, List.of(1), false), TensorType.f32(3, Math.max(1, size), 2)));
                all.add(of(new Reduce(function, List.of(0, 2), true), TensorType.f32(3, size, 2)));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void allKernelsAgreeHoweverUnitsAreShared(Case each) {
        float[] first = new float[0];
        boolean any = false;
        for (Kernel<Op> kernel : Kernels.of(each.op())) {
            try (KernelRig rig = Runs.fill(new KernelRig(each.op(), each.types(), List.of(), 3), 7)) {
                if (kernel.unavailableReason().isPresent()
                        || kernel.refusal(each.op(), rig.site()).isPresent()) {
                    continue;
                }
                rig.run(rig.prepare(kernel));
                if (any) {
                    assertArrayEquals(first, rig.result(), 1e-6F, kernel.id());
                }
                first = rig.result();
                any = true;
                Runs.sameBitsInAnyOrder(rig, kernel);
                Runs.chargesWhatItAnnounced(rig, kernel);
            }
        }
        assertEquals(true, any, "no kernel takes " + each);
    }

    @ParameterizedTest
    @EnumSource(UnaryFunction.class)
    void functionsOfOneNumberAgreeAtSpecialNumbers(UnaryFunction function) {
        Unary op = new Unary(
                function, function == UnaryFunction.CLIP ? -2 : 0.5, function == UnaryFunction.CLIP ? 3 : 0.75);
        float[] special = {
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            0F,
            -1F,
            1F,
            -0.5F,
            0.5F,
            3F,
            -3F,
            100F,
            -100F,
            1e-6F,
            -1e-6F,
            2.5F,
            1.5F,
            -2.5F
        };
        float[] first = new float[0];
        for (Kernel<Unary> kernel : Kernels.of(op)) {
            try (KernelRig rig = new KernelRig(op, List.of(TensorType.f32(special.length)), List.of(), 1)) {
                if (kernel.unavailableReason().isPresent()
                        || kernel.refusal(op, rig.site()).isPresent()) {
                    continue;
                }
                rig.input(0).fill(special);
                rig.run(rig.prepare(kernel));
                float[] actual = rig.result();
                if (first.length > 0) {
                    for (int i = 0; i < special.length; i++) {
                        boolean finite = Float.isFinite(first[i]);
                        float off = finite ? Math.max(1e-6F, Math.abs(first[i]) * 2e-7F) : 0;
                        assertEquals(first[i], actual[i], off, function + " of " + special[i] + ", " + kernel.id());
                    }
                }
                first = actual;
            }
        }
    }

    @Test
    void runningLeavesNothingForTheGarbageCollector() {
        List<Case> some = List.of(
                of(new Unary(UnaryFunction.LEAKY_RELU, 0.1, 0), TensorType.f32(9_001L)),
                of(new Unary(UnaryFunction.ERF), TensorType.f32(9_001L)),
                of(new Binary(BinaryFunction.SUB), TensorType.f32(40, 207), TensorType.f32(207L)),
                of(new Permute(List.of(2, 0, 1)), TensorType.f32(5, 20, 33)),
                of(new Reduce(ReduceFunction.MEAN, List.of(0, 2), true), TensorType.f32(5, 20, 33)));
        for (Case each : some) {
            for (Kernel<Op> kernel : Kernels.of(each.op())) {
                try (KernelRig rig = Runs.fill(new KernelRig(each.op(), each.types(), List.of(), 1), 7)) {
                    if (kernel.unavailableReason().isEmpty()
                            && kernel.refusal(each.op(), rig.site()).isEmpty()) {
                        Runs.allocatesNothingOnceCompiled(rig, kernel);
                    }
                }
            }
        }
    }

    @Test
    void anIndexThatNamesNothingIsRefused() {
        Gather op = new Gather(1);
        List<TensorType> types = List.of(TensorType.f32(2, 3), TensorType.of(DType.I32, Shape.of(2)));
        for (int bad : new int[] {3, -4, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            try (KernelRig rig = new KernelRig(op, types, List.of(), 1)) {
                rig.input(1).segment().setAtIndex(ValueLayout.JAVA_INT, 1, bad);
                Prepared prepared = rig.prepare(Kernels.of(op).getFirst());
                assertThrows(InvalidInput.class, () -> rig.run(prepared));
            }
        }
    }

    @Test
    void typesThatDoNotFitAreRefused() {
        Stream.of(
                        of(new Binary(BinaryFunction.AND), TensorType.f32(2), TensorType.f32(2)),
                        of(new Binary(BinaryFunction.ADD), TensorType.f32(2), TensorType.f32(3)),
                        of(new Binary(BinaryFunction.MOD), TensorType.f32(2), TensorType.f32(2)),
                        of(new Concat(0), TensorType.f32(2, 3), TensorType.f32(2, 4)),
                        of(new Concat(2), TensorType.f32(2, 3)),
                        of(new Slice(List.of(1L), List.of(1L), List.of(3L)), TensorType.f32(3L)),
                        of(new Expand(List.of(3L)), TensorType.f32(2L)),
                        of(new Expand(List.of(-2L)), TensorType.f32(1L), TensorType.f32(4L)),
                        of(new Pad(List.of(-2L), List.of(-2L), PadMode.EDGE, 0), TensorType.f32(3L)),
                        of(new Gather(1), TensorType.f32(3L), TensorType.of(DType.I32, Shape.of(1))),
                        of(new Reduce(ReduceFunction.SUM, List.of(2), true), TensorType.f32(3, 4)),
                        of(new Permute(List.of(0, 1)), TensorType.f32(3L)))
                .forEach(
                        each -> assertThrows(InvalidInput.class, () -> each.op().infer(each.types()), each.toString()));
        assertThrows(InvalidInput.class, () -> new Permute(List.of(0, 0)));
        assertThrows(InvalidInput.class, () -> new Slice(List.of(0L), List.of(0L), List.of(1L)));
        assertThrows(InvalidInput.class, () -> new Unary(UnaryFunction.CLIP, Double.NaN, 0));
    }
}
