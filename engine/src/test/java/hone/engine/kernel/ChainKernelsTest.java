package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.graph.Op;
import hone.engine.op.elementwise.Chain;
import hone.engine.op.elementwise.ChainFunction;
import hone.engine.op.elementwise.ChainStep;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Chains of steps against their definition step by step, and to the bit against the separate ops' kernels. */
@Tag("kernels")
class ChainKernelsTest {
    private static final int[] SIZES = {0, 1, 3, 13, 16, 17, 207, 513, 2047, 2048, 2049, 8191, 8193, 20_000};
    private static final List<Chain> CHAINS = List.of(
            chain("RELU"),
            chain("ADD 1", "GELU_TANH", "MUL 2"),
            chain("GELU_ERF", "MUL 0"),
            chain("TANH", "ADD 1", "SIGMOID", "MUL 1", "ADD 0"),
            chain("MUL 2", "SILU", "ADD 1", "ADD 2", "RELU", "GELU_ERF"));

    private static Chain chain(String... steps) {
        return new Chain(Stream.of(steps)
                .map(step -> step.split(" ", -1))
                .map(step ->
                        new ChainStep(ChainFunction.valueOf(step[0]), step.length > 1 ? Integer.parseInt(step[1]) : 0))
                .toList());
    }

    static Stream<Arguments> kernels() {
        return CHAINS.stream().flatMap(chain -> Kernels.of(chain).stream().map(kernel -> Arguments.of(chain, kernel)));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void equalsTheDefinition(Chain chain, Kernel<Chain> kernel) {
        Runs.runnable(kernel);
        for (int size : SIZES) {
            try (KernelRig rig = rig(chain, size)) {
                double[] expected = expected(rig, size);
                rig.run(rig.prepare(kernel));
                check(expected, rig.result(), kernel);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void mayWriteOverAnyInput(Chain chain, Kernel<Chain> kernel) {
        Runs.runnable(kernel);
        assertTrue(chain.elementwise());
        for (int size : SIZES) {
            for (int input = 0; input < chain.inputCount(); input++) {
                try (KernelRig rig = rig(chain, size)) {
                    double[] expected = expected(rig, size);
                    rig.operands().bindOutput(0, rig.operands().input(input));
                    rig.run(rig.prepare(kernel));
                    check(expected, rig.input(input).toFloats(), kernel);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void givesTheSameBitsHoweverUnitsAreShared(Chain chain, Kernel<Chain> kernel) {
        Runs.runnable(kernel);
        for (int size : SIZES) {
            try (KernelRig rig = rig(chain, size)) {
                Runs.sameBitsInAnyOrder(rig, kernel);
                Runs.chargesWhatItAnnounced(rig, kernel);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void allocatesNothingOnceCompiled(Chain chain, Kernel<Chain> kernel) {
        Runs.runnable(kernel);
        try (KernelRig rig = rig(chain, 8205)) {
            Runs.allocatesNothingOnceCompiled(rig, kernel);
        }
    }

    /** Fusing changes no bit: each step is what the op it stands for computes on the same rung. */
    @ParameterizedTest
    @MethodSource("kernels")
    void givesTheBitsOfTheSeparateOps(Chain chain, Kernel<Chain> kernel) {
        Runs.runnable(kernel);
        try (KernelRig rig = rig(chain, 2061)) {
            rig.run(rig.prepare(kernel));
            float[] value = rig.input(0).toFloats();
            for (ChainStep step : chain.steps()) {
                value = separate(step, value, rig.input(step.operand()).toFloats(), kernel.rung());
            }
            assertArrayEquals(value, rig.result(), kernel.id());
        }
    }

    private static float[] separate(ChainStep step, float[] value, float[] operand, Rung rung) {
        Op op = step.function().op();
        TensorType type = TensorType.f32(value.length);
        Kernel<Op> kernel = Kernels.of(op).stream()
                .filter(candidate -> candidate.rung() == rung)
                .findFirst()
                .orElseThrow();
        try (KernelRig rig =
                new KernelRig(op, Collections.nCopies(step.function().binary() ? 2 : 1, type), List.of(), 1)) {
            rig.input(0).fill(value);
            if (step.function().binary()) {
                rig.input(1).fill(operand);
            }
            rig.run(rig.prepare(kernel));
            return rig.result();
        }
    }

    @Test
    void costsTheOperationsOfAllStepsAndTheTrafficOfOne() {
        Chain chain = chain("ADD 1", "GELU_TANH", "MUL 2");
        List<TensorType> inputs = Collections.nCopies(3, TensorType.f32(10, 10));
        var cost = chain.cost(inputs, chain.infer(inputs));
        assertEquals((1 + 1 + 1) * 100, cost.elementwiseOps());
        assertEquals(3 * 400, cost.bytesRead());
        assertEquals(400, cost.bytesWritten());
    }

    @Test
    void stepsThatDoNotFitAreRefusedWithTheirNumbers() {
        refused("it has 0", () -> new Chain(List.of()));
        refused("it has 65", () -> new Chain(Collections.nCopies(65, new ChainStep(ChainFunction.RELU, 0))));
        refused("no step uses input 1", () -> chain("ADD 2"));
        refused("RELU of 1", () -> chain("RELU 1"));
        refused("ADD of -1", () -> chain("ADD -1"));
        refused("1 instead of 2", () -> chain("ADD 1").infer(List.of(TensorType.f32(3))));
        refused("F32[3] vs F32[4]", () -> chain("ADD 1").infer(List.of(TensorType.f32(3L), TensorType.f32(4L))));
    }

    private static void refused(String numbers, Supplier<Object> attempt) {
        InvalidInput e = assertThrows(InvalidInput.class, attempt::get);
        assertTrue(e.getMessage().contains(numbers), e.getMessage());
    }

    private static void check(double[] expected, float[] actual, Kernel<?> kernel) {
        for (int i = 0; i < expected.length; i++) {
            double tolerance = Double.isFinite(expected[i]) ? 0x1p-19 * (1 + Math.abs(expected[i])) : 0;
            assertEquals(expected[i], actual[i], tolerance, kernel.id() + " at " + i);
        }
    }

    private static double[] expected(KernelRig rig, int size) {
        double[] expected = new double[size];
        for (int i = 0; i < size; i++) {
            double x = rig.input(0).getFloat(i);
            for (ChainStep step : ((Chain) rig.op()).steps()) {
                double operand = rig.input(step.operand()).getFloat(i);
                x = switch (step.function()) {
                    case ADD -> x + operand;
                    case MUL -> x * operand;
                    default -> Definitions.of(step.function().op(), x);
                };
            }
            expected[i] = x;
        }
        return expected;
    }

    private static KernelRig rig(Chain chain, int size) {
        KernelRig rig = Runs.fill(
                new KernelRig(chain, Collections.nCopies(chain.inputCount(), TensorType.f32(size)), List.of(), 3),
                size);
        List<Float> special = new ArrayList<>(List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY));
        for (int i = 0; i < Math.min(size, special.size()); i++) {
            rig.input(0).setFloat(i, special.get(i));
        }
        return rig;
    }
}
