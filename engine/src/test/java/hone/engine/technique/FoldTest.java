package hone.engine.technique;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.DigitGenerator;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Cnn;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.model.Nonzeros;
import hone.engine.op.activation.Activation;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.ZeroSkippingLinear;
import hone.engine.run.Fixtures;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.tensor.DType;
import hone.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldTest {
    private final MemoryBudget budget = new MemoryBudget(256L << 20);
    private final KernelPool pool = new KernelPool(2);
    private final Setup base = new Setup(Fixtures.model(Mlp.graph(784, 30, 10), budget, 5), PlanRequest.baseline(16));
    private final SetupCache cache = new SetupCache();
    private final Fold fold = new Fold(cache);

    @AfterEach
    void end() {
        pool.close();
    }

    private Workbench workbench() {
        return new Workbench(
                () -> DigitGenerator.generate(1, DigitGenerator.Stream.TRAIN, 0, 80, Progress.NONE, new Cancellation()),
                "generated:80",
                1,
                new Planner(KernelCosts.typical()),
                pool,
                budget,
                Progress.NONE,
                new Cancellation());
    }

    private Setup folded(String recipe) {
        return fold.fold(base, Recipe.parse(recipe), workbench()).setup();
    }

    /** The base has 784·30 + 30·10 weights and 40 biases of 4 bytes each: 95,440 bytes. */
    @Test
    void largeWeightsLeaveRoomForFewSetups() {
        SetupCache two = new SetupCache(2 * 95_440);
        Fold fold = new Fold(two);
        for (String recipe : new String[] {"prune=0.3", "prune=0.4", "prune=0.5"}) {
            fold.fold(base, Recipe.parse(recipe), workbench());
        }
        assertEquals(2, two.size());
        SetupCache none = new SetupCache(1);
        fold = new Fold(none);
        Setup first = fold.fold(base, Recipe.parse("prune=0.3"), workbench()).setup();
        Setup again = fold.fold(base, Recipe.parse("prune=0.3"), workbench()).setup();
        assertSame(first.model(), again.model(), "the latest stays");
        assertEquals(1, none.size());
    }

    @Test
    void zerosAreSkippedWhereSamplesBringEnoughOfThem() {
        var fold = this.fold.fold(base, Recipe.parse("fuse,skip-zeros=0.6"), workbench());
        var layers = fold.setup().model().graph().applications();
        assertTrue(layers.getFirst().op() instanceof ZeroSkippingLinear, "most pixels of a digit are background");
        assertEquals(Activation.RELU, ((ZeroSkippingLinear) layers.getFirst().op()).activation());
        assertTrue(layers.getLast().op() instanceof Linear, "half of what a rectifier leaves is not enough");
        assertTrue(fold.notes().stream().anyMatch(note -> note.contains("% of the inputs of fc1 are zero")), "says so");
        assertEquals(
                2,
                this.fold
                        .fold(base, Recipe.parse("skip-zeros=0.05"), workbench())
                        .setup()
                        .model()
                        .graph()
                        .applications()
                        .stream()
                        .filter(node -> node.op() instanceof ZeroSkippingLinear)
                        .count());
    }

    @Test
    void activationsOfAConvolutionalNetworkAreCalibratedOnPictures() {
        Setup cnn = new Setup(Fixtures.model(Cnn.digits(), budget, 6), PlanRequest.baseline(16));
        Model quantized = fold.fold(cnn, Recipe.parse("int8:activations=int8"), workbench())
                .setup()
                .model();
        assertTrue(quantized.graph().applications().stream().anyMatch(node -> node.op() instanceof Int8Linear));
        float scale = quantized.weights().entrySet().stream()
                .filter(weight -> weight.getKey().startsWith("fc")
                        && weight.getValue().dtype() == DType.F32
                        && weight.getValue().shape().elements() == 1)
                .findFirst()
                .orElseThrow()
                .getValue()
                .getFloat(0);
        assertTrue(scale > 0 && scale < 1, "input scale " + scale);
    }

    @Test
    void offAndOnAgainGivesBackTheVerySameModel() {
        Model once = folded("simd,int8:activations=int8,prune=0.5").model();
        folded("simd,int8:activations=int8");
        assertSame(once, folded("simd,int8:activations=int8,prune=0.5").model());
        Setup other = fold.fold(
                        base.withRequest(base.request().withBatch(3)),
                        Recipe.parse("simd,int8:activations=int8,prune=0.5"),
                        workbench())
                .setup();
        assertSame(once, other.model(), "the batch changes no weights");
        assertEquals(3, other.request().batch());
    }

    @Test
    void accelerationLeavesTheModelAlone() {
        assertSame(base.model(), folded("simd,threads").model());
    }

    @Test
    void theOrderOfTechniquesMattersOnlyWhereTheMathematicsDoes() {
        assertEquals(
                folded("simd,int8").model().hash(), folded("int8,simd").model().hash());
        assertNotEquals(
                folded("prune=0.5,int8").model().hash(),
                folded("int8,prune=0.9").model().hash());
    }

    @Test
    void int8KeepsOneByteAWeightAndIsWithinHalfAStep() {
        Model quantized = folded("int8").model();
        Tensor plain = base.model().weight("fc1.weight");
        Tensor rounded = quantized.weight("fc1.weight");
        Tensor scales = quantized.weight("fc1.weight.scale");
        assertEquals(DType.I8, rounded.dtype());
        for (long row = 0; row < 30; row++) {
            boolean reachesEnd = false;
            for (long i = row * 784; i < (row + 1) * 784; i++) {
                byte q = rounded.segment().get(ValueLayout.JAVA_BYTE, i);
                assertEquals(plain.getFloat(i), q * scales.getFloat(row), scales.getFloat(row) * 0.5001);
                reachesEnd |= Math.abs(q) == 127;
            }
            assertTrue(reachesEnd, "row " + row + " uses its whole range");
        }
        assertTrue(quantized.nominalBytes() < 0.27 * base.model().nominalBytes());
        assertTrue(quantized.graph().applications().stream().anyMatch(node -> node.op() instanceof Int8Linear));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.5, 0.7, 0.99})
    void pruningZeroesExactlyTheAskedShareAndTheSmallest(double sparsity) {
        Tensor masked = folded("prune=" + sparsity).model().weight("fc1.weight");
        Tensor plain = base.model().weight("fc1.weight");
        long elements = plain.shape().elements();
        assertEquals(Math.round(sparsity * elements), elements - Nonzeros.count(masked));
        float smallestKept = Float.MAX_VALUE;
        float largestGone = 0;
        for (long i = 0; i < elements; i++) {
            if (masked.getFloat(i) == 0) {
                largestGone = Math.max(largestGone, Math.abs(plain.getFloat(i)));
            } else {
                assertEquals(plain.getFloat(i), masked.getFloat(i));
                smallestKept = Math.min(smallestKept, Math.abs(plain.getFloat(i)));
            }
        }
        assertTrue(largestGone <= smallestKept);
    }

    @Test
    void layersOutsideThePatternStayAsTheyWere() {
        Model model = folded("int8@fc2,prune=0.5@fc2").model();
        assertSame(base.model().weight("fc1.weight"), model.weight("fc1.weight"));
        assertEquals(DType.I8, model.weight("fc2.weight").dtype());
        assertEquals(150.0, (double) Nonzeros.count(model.weight("fc2.weight")), 3);
    }

    @Test
    void whatDoesNotApplyIsRefusedWithItsReason() {
        InvalidInput twice = assertThrows(InvalidInput.class, () -> folded("int8,int8@fc1"));
        assertTrue(twice.getMessage().contains("INT8 already"), twice.getMessage());
        InvalidInput nowhere = assertThrows(InvalidInput.class, () -> folded("prune@conv*"));
        assertTrue(nowhere.getMessage().contains("no linear layer matches conv*"), nowhere.getMessage());
        Preview oneCore = new Preview(base.model().graph(), 1);
        Optional<String> refusal = Techniques.refusal(oneCore, Recipe.parse("threads"));
        assertTrue(refusal.orElseThrow().contains("one core"));
        assertThrows(InvalidInput.class, () -> folded("threads=16"));
    }

    @Test
    void everyTechniqueSaysWhatThePagesNeed() {
        for (Technique technique : Techniques.ALL) {
            assertTrue(technique.text().length() > 20, technique.id());
            assertTrue(!technique.title().isBlank() && !technique.goals().isEmpty());
            technique.knobs().forEach(knob -> assertEquals(knob.standard(), knob.canonical(knob.standard())));
            technique.mainKnob().ifPresent(knob -> assertTrue(technique.knobs().contains(knob)));
        }
        assertEquals(
                Techniques.ALL.size(),
                Techniques.ALL.stream().map(Technique::id).distinct().count());
    }
}
