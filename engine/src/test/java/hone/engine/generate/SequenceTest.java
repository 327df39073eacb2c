package hone.engine.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Gpt;
import hone.engine.model.GptDimensions;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.rewrite.KeyValueCaching;
import hone.engine.run.Fixtures;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Plan;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.run.Probe;
import hone.engine.technique.Preview;
import hone.engine.technique.Recipe;
import hone.engine.technique.Techniques;
import hone.engine.technique.quantization.WeightOnly;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SequenceTest {
    private static final long SEED = 23;
    private static final GptDimensions SMALL = new GptDimensions(2, 4, 2, 32, 48, 61, 40);
    private static final int[] PROMPT = {3, 14, 15, 9, 26, 5, 35, 8, 9, 7, 9};

    private final MemoryBudget budget = new MemoryBudget(256L << 20);
    private final MemoryRegion region = budget.open(Category.DATA, "test data");
    private final KernelPool pool = new KernelPool(2);
    private final Cancellation never = new Cancellation();
    private final Model model = Fixtures.model(Gpt.whole(SMALL), budget, SEED);

    @AfterEach
    void giveBack() {
        region.close();
        pool.close();
    }

    private Sequence open(Graph graph, Model weights, Rung rung) {
        PlanRequest request = PlanRequest.baseline(1).withRung(LayerGlob.ALL, rung);
        Plan plan = new Planner(KernelCosts.typical()).plan(graph, weights.weights(), request);
        return Sequence.open(plan, pool, budget);
    }

    private int[] greedy(Sequence sequence, int tokens) {
        Sampler sampler = new Sampler(Sampling.greedy(), sequence.vocabulary());
        int[] chosen = new int[tokens];
        float[] scores = sequence.append(PROMPT, Probe.NONE, never);
        for (int i = 0; i < tokens; i++) {
            chosen[i] = sampler.next(scores, i);
            if (i < tokens - 1) {
                scores = sequence.append(new int[] {chosen[i]}, Probe.NONE, never);
            }
        }
        return chosen;
    }

    @ParameterizedTest
    @EnumSource(
            value = Rung.class,
            names = {"REORDERED", "SIMD", "PACKED"})
    void keptKeysAndValuesChangeNothing(Rung rung) {
        try (Sequence whole = open(model.graph(), model, rung);
                Sequence cached = open(KeyValueCaching.of(model.graph(), 4), model, rung)) {
            assertFalse(whole.cached());
            assertTrue(cached.cached());
            int[] next = PROMPT;
            for (int i = 0; i < 20; i++) {
                float[] expected = whole.append(next, Probe.NONE, never);
                assertArrayEquals(expected, cached.append(next, Probe.NONE, never), 1e-4F, "after " + whole.length());
                next = new int[] {new Sampler(Sampling.greedy(), 61).next(expected, i)};
            }
            assertEquals(PROMPT.length + 19, cached.length());
            assertEquals(SMALL.cacheBytes(cached.length()), cached.cacheBytes());
            assertEquals(SMALL.cacheBytes(40), cached.reservedCacheBytes());
            assertEquals(0, whole.cacheBytes());
            whole.clear();
            cached.clear();
            assertArrayEquals(greedy(whole, 25), greedy(cached, 25));
        }
    }

    @Test
    void quantizedWeightsKeepTheirKeysToo() {
        Model int8 = WeightOnly.of(model, WeightOnly.Format.INT8, 32, region);
        try (Sequence whole = open(int8.graph(), int8, Rung.SIMD);
                Sequence cached = open(KeyValueCaching.of(int8.graph(), 8), int8, Rung.SIMD)) {
            assertArrayEquals(greedy(whole, 25), greedy(cached, 25));
        }
    }

    @Test
    void aRunBringsOneTokenToAllOfTheContext() {
        assertThrows(InvalidInput.class, () -> KeyValueCaching.of(model.graph(), 0));
        assertThrows(InvalidInput.class, () -> KeyValueCaching.of(model.graph(), 41));
    }

    @Test
    void theTechniqueSaysWhereItDoesNotApply() {
        Recipe recipe = Recipe.parse("kvcache");
        Preview mlp = new Preview(Mlp.DIGITS.graph().get(), 2);
        assertTrue(Techniques.refusal(mlp, recipe).orElseThrow().contains("no attention"));
        Preview gpt = new Preview(model.graph(), 2);
        assertTrue(Techniques.refusal(gpt, recipe).isEmpty());
        assertTrue(Techniques.refusal(gpt, Recipe.parse("kvcache@layers.0*"))
                .orElseThrow()
                .contains("whole model"));
        Preview kept = new Preview(KeyValueCaching.of(model.graph(), 4), 2);
        assertTrue(Techniques.refusal(kept, recipe).orElseThrow().contains("already"));
    }

    @Test
    void whatDoesNotFitIsRefusedAndLosesNothing() {
        try (Sequence sequence = open(KeyValueCaching.of(model.graph(), 4), model, Rung.SIMD)) {
            assertThrows(InvalidInput.class, () -> sequence.append(new int[0], Probe.NONE, never));
            InvalidInput foreign =
                    assertThrows(InvalidInput.class, () -> sequence.append(new int[] {1, 61}, Probe.NONE, never));
            assertTrue(foreign.getMessage().contains("61 of 61"), foreign.getMessage());
            InvalidInput tooLong =
                    assertThrows(InvalidInput.class, () -> sequence.append(new int[41], Probe.NONE, never));
            assertTrue(tooLong.getMessage().contains("41 tokens, its context has 40"), tooLong.getMessage());
            assertEquals(0, sequence.length());
            assertEquals(61, sequence.append(new int[40], Probe.NONE, never).length);
            assertThrows(InvalidInput.class, () -> sequence.append(new int[1], Probe.NONE, never));
        }
        Model digits = Fixtures.model(Mlp.DIGITS.graph().get(), budget, SEED);
        InvalidInput none = assertThrows(InvalidInput.class, () -> open(digits.graph(), digits, Rung.SIMD));
        assertTrue(none.getMessage().contains("does not continue a text"), none.getMessage());
    }
}
