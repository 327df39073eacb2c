package hone.profiler.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.engine.generate.Sampler;
import hone.engine.generate.Sampling;
import hone.engine.generate.Sequence;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Gpt;
import hone.engine.model.GptDimensions;
import hone.engine.random.CounterRandom;
import hone.engine.rewrite.KeyValueCaching;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimedGeneratorTest {
    private static final long SEED = 41;
    private static final GptDimensions SMALL = new GptDimensions(1, 2, 2, 16, 24, 29, 24);
    private static final int[] PROMPT = {4, 8, 15};

    private final MemoryBudget budget = new MemoryBudget(64L << 20);
    private final MemoryRegion region = budget.open(Category.WEIGHTS, "test weights");
    private final KernelPool pool = new KernelPool(1);
    private Sequence sequence;

    @BeforeEach
    void open() {
        var graph = KeyValueCaching.of(Gpt.whole(SMALL), 8);
        Map<String, Tensor> weights = new HashMap<>();
        CounterRandom random = new CounterRandom(SEED, 1, 0);
        for (Node.Weight weight : graph.weights()) {
            Tensor tensor = region.tensor(weight.type().dtype(), weight.type().maxShape());
            for (long i = 0; i < tensor.shape().elements(); i++) {
                tensor.setFloat(i, (float) random.uniform(-0.5, 0.5));
            }
            weights.put(weight.name(), tensor);
        }
        PlanRequest request = PlanRequest.baseline(1).withRung(LayerGlob.ALL, Rung.SIMD);
        sequence = Sequence.open(new Planner(KernelCosts.typical()).plan(graph, weights, request), pool, budget);
    }

    @AfterEach
    void giveBack() {
        sequence.close();
        region.close();
        pool.close();
    }

    private TimedGenerator greedy(OptionalInt ending) {
        return new TimedGenerator(sequence, new Sampler(Sampling.greedy(), SMALL.vocabulary()), ending);
    }

    @Test
    void everyTokenAfterTheFirstHasATime() {
        List<Integer> written = new ArrayList<>();
        Generation generation = greedy(OptionalInt.empty()).generate(PROMPT, 10, written::add, new Cancellation());
        assertEquals(3, generation.promptTokens());
        assertEquals(10, generation.tokens().length);
        assertEquals(9, generation.perTokenNanos().length);
        assertTrue(generation.prefillNanos() > 0);
        assertEquals(Generation.End.LENGTH, generation.end());
        assertArrayEquals(
                generation.tokens(),
                written.stream().mapToInt(Integer::intValue).toArray());
        // the last token was chosen, and never appended
        assertEquals(SMALL.cacheBytes(3 + 9), generation.cacheBytes());
        assertTrue(generation.tokensPerSecond() > 0);
        Generation again = greedy(OptionalInt.empty()).generate(PROMPT, 10, _ -> {}, new Cancellation());
        assertArrayEquals(generation.tokens(), again.tokens());
    }

    @Test
    void warmingUpEndsByItselfOrWhenItIsToldTo() {
        TimedGenerator generator = greedy(OptionalInt.empty());
        assertEquals(new WarmUp.Result(0, false), new WarmUp(0).run(generator, PROMPT, 10, new Cancellation()));
        assertEquals(0, sequence.length(), "nothing was written");
        WarmUp.Result cut = new WarmUp(0.2).run(generator, PROMPT, 10, new Cancellation());
        assertTrue(cut.seconds() >= 0.2 && cut.seconds() < 20 && !cut.warm(), cut::toString);
        WarmUp.Result whole = new WarmUp(60).run(generator, PROMPT, 10, new Cancellation());
        assertTrue(whole.seconds() >= 1.5 && whole.warm(), whole::toString);
        assertEquals(3 + 9, sequence.length(), "as many tokens as will be asked for");
        Cancellation stopped = new Cancellation();
        stopped.cancel();
        assertThrows(Cancelled.class, () -> new WarmUp(5).run(generator, PROMPT, 10, stopped));
    }

    @Test
    void aTextEndsWhereTheModelOrItsContextEndsIt() {
        Generation whole = greedy(OptionalInt.empty()).generate(PROMPT, 100, _ -> {}, new Cancellation());
        assertEquals(Generation.End.CONTEXT, whole.end());
        assertEquals(24 - 3 + 1, whole.tokens().length);
        int ending = whole.tokens()[whole.tokens().length - 1];
        Generation ended = greedy(OptionalInt.of(ending)).generate(PROMPT, 100, _ -> {}, new Cancellation());
        assertEquals(Generation.End.MODEL, ended.end());
        int first = 0;
        while (whole.tokens()[first] != ending) {
            first++;
        }
        assertEquals(first, ended.tokens().length);
        Generation one = greedy(OptionalInt.empty()).generate(PROMPT, 1, _ -> {}, new Cancellation());
        assertEquals(0, one.perTokenNanos().length);
        assertTrue(Double.isNaN(one.tokensPerSecond()));
    }

    @Test
    void attentionIsTimedApartInAPassOfItsOwn() {
        TimedGenerator generator = greedy(OptionalInt.empty());
        Generation generation = generator.generate(PROMPT, 12, _ -> {}, new Cancellation());
        AttentionTimes times = generator.attentionApart(PROMPT, generation, new Cancellation());
        assertEquals(11, times.attentionNanos().length);
        assertEquals(11, times.restNanos().length);
        assertEquals(PROMPT.length, times.promptTokens());
        assertTrue(times.prefillAttentionNanos() > 0 && times.prefillRestNanos() > 0);
        for (int i = 0; i < 11; i++) {
            assertTrue(times.attentionNanos()[i] > 0 && times.restNanos()[i] > 0, "token " + i);
        }
        assertEquals(3 + 11, sequence.length(), "the same tokens were appended");
        assertTrue(times.text().contains("3 … "), times.text());
        assertTrue(times.text().lines().count() == 2 + 8, times.text());
        // what it wrote before is written again after the pass
        assertArrayEquals(
                generation.tokens(),
                generator.generate(PROMPT, 12, _ -> {}, new Cancellation()).tokens());
    }

    @Test
    void theSlopeIgnoresATokenThatWasInterrupted() {
        long[] rising = {100, 130, 160, 190};
        long[] flat = {50, 50, 50, 50};
        AttentionTimes times = new AttentionTimes(8, 0, 0, rising, flat);
        assertEquals(30, times.attentionNanosPerContextToken(), 1e-9);
        assertEquals(0, times.restNanosPerContextToken(), 1e-9);
        assertTrue(times.text().contains("11 … 11"), times.text());
        long[] interrupted = {100, 130, 160, 4_000_000, 220, 250, 280, 310, 340};
        assertEquals(30, new AttentionTimes(8, 0, 0, interrupted, interrupted).attentionNanosPerContextToken(), 1e-9);
        AttentionTimes one = new AttentionTimes(8, 0, 0, new long[] {7}, new long[] {7});
        assertTrue(Double.isNaN(one.attentionNanosPerContextToken()));
        assertEquals("", new AttentionTimes(8, 0, 0, new long[0], new long[0]).text());
    }

    @Test
    void itCanBeStoppedAndRefusesNothingToDo() {
        Cancellation stop = new Cancellation();
        assertThrows(Cancelled.class, () -> greedy(OptionalInt.empty()).generate(PROMPT, 20, _ -> stop.cancel(), stop));
        assertThrows(
                InvalidInput.class, () -> greedy(OptionalInt.empty()).generate(PROMPT, 0, _ -> {}, new Cancellation()));
        assertThrows(
                InvalidInput.class,
                () -> greedy(OptionalInt.empty()).generate(new int[0], 5, _ -> {}, new Cancellation()));
    }
}
