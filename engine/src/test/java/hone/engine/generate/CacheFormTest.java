package hone.engine.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import hone.engine.model.GptForm;
import hone.engine.model.Model;
import hone.engine.rewrite.CacheForm;
import hone.engine.rewrite.KeyValueCaching;
import hone.engine.run.Executor;
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
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole transformers with keys and values kept in all forms: rotary and learnt positions, one head of keys for each query
 * head or for several.
 */
class CacheFormTest {
    private static final long SEED = 31;
    private static final int CONTEXT = 48;
    private static final int VOCABULARY = 61;
    private static final GptForm LEARNT = new GptForm(
            GptForm.Positions.LEARNT,
            10_000,
            GptForm.Normalization.LAYER,
            1e-5F,
            GptForm.FeedForward.GELU,
            true,
            true,
            0);

    private final MemoryBudget budget = new MemoryBudget(256L << 20);
    private final MemoryRegion region = budget.open(Category.DATA, "test data");
    private final KernelPool pool = new KernelPool(2);
    private final Cancellation never = new Cancellation();

    @AfterEach
    void giveBack() {
        region.close();
        pool.close();
    }

    /** Four heads of eight elements. */
    record Shaped(int layers, int kvHeads, GptForm form) {
        Graph whole() {
            return Gpt.whole(new GptDimensions(layers, 4, kvHeads, 32, 48, VOCABULARY, CONTEXT), form);
        }
    }

    static Stream<Shaped> shapes() {
        return Stream.of(
                new Shaped(2, 4, GptForm.LLAMA),
                new Shaped(2, 1, GptForm.LLAMA),
                new Shaped(2, 2, LEARNT),
                new Shaped(2, 4, LEARNT));
    }

    private Plan plan(Graph graph, Model weights, Rung rung) {
        PlanRequest request = PlanRequest.baseline(1).withRung(LayerGlob.ALL, rung);
        return new Planner(KernelCosts.typical()).plan(graph, weights.weights(), request);
    }

    private Sequence open(Model model, int most, CacheForm form, Rung rung) {
        return Sequence.open(plan(KeyValueCaching.of(model.graph(), most, form), model, rung), pool, budget);
    }

    /** Any text, the same for all. */
    private static int token(int place) {
        return (place * place * 7 + place * 3 + 5) % VOCABULARY;
    }

    private static int[] tokens(int from, int count) {
        int[] tokens = new int[count];
        for (int i = 0; i < count; i++) {
            tokens[i] = token(from + i);
        }
        return tokens;
    }

    private static int best(float[] scores) {
        return new Sampler(Sampling.greedy(), VOCABULARY).next(scores, 0);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void keptKeysAndValuesChangeNoScoreAndNoToken(Shaped shape) {
        Model model = Fixtures.model(shape.whole(), budget, SEED);
        try (Sequence whole = Sequence.open(plan(model.graph(), model, Rung.SIMD), pool, budget);
                Sequence cached = open(model, 8, CacheForm.PLAIN, Rung.SIMD)) {
            int[] next = tokens(0, 11);
            while (true) {
                float[] expected = whole.append(next, Probe.NONE, never).clone();
                float[] actual = cached.append(next, Probe.NONE, never);
                assertArrayEquals(expected, actual, 1e-4F, shape + " after " + whole.length());
                assertEquals(best(expected), best(actual), shape + " after " + whole.length());
                if (whole.length() == CONTEXT) {
                    break;
                }
                next = new int[] {best(expected)};
            }
            assertEquals(2L * 2 * shape.kvHeads() * 8 * CONTEXT * 4, cached.cacheBytes());
        }
    }

    /**
     * With one layer, what a token's scores depend on is the last tokens themselves, at their positions: the whole graph over
     * these alone says what they must be, and needs no window.
     */
    @ParameterizedTest
    @MethodSource("shapes")
    void aWindowSeesTheLastTokensAtTheirPositions(Shaped shape) {
        Model model = Fixtures.model(new Shaped(1, shape.kvHeads(), shape.form()).whole(), budget, SEED);
        for (int window : new int[] {1, 5, 16, 47}) {
            for (int most : new int[] {1, 3, 48}) { // a prefill of 48 is longer than any window
                try (Sequence sequence = open(model, most, new CacheForm(DType.F32, window), Rung.SIMD)) {
                    int[] next = tokens(0, 40);
                    while (sequence.length() < CONTEXT) {
                        float[] actual = sequence.append(next, Probe.NONE, never);
                        int length = sequence.length();
                        int from = Math.max(0, length - window);
                        String which = shape + ", window " + window + ", runs of " + most + ", after " + length;
                        assertArrayEquals(alone(model, from, length), actual, 1e-4F, which);
                        next = tokens(length, 1);
                    }
                    assertEquals(2L * shape.kvHeads() * 8 * window * 4, sequence.cacheBytes());
                    assertEquals(sequence.reservedCacheBytes(), sequence.cacheBytes());
                    assertEquals(CONTEXT, sequence.context());
                }
            }
        }
    }

    /** The last token's scores of a text that begins at a position. */
    private float[] alone(Model model, int from, int to) {
        Tensor ids = region.tensor(DType.I32, Shape.of(1, to - from));
        MemorySegment.copy(tokens(from, to - from), 0, ids.segment(), ValueLayout.JAVA_INT, 0, to - from);
        Tensor position = region.tensor(DType.I32, Shape.of(1));
        position.segment().set(ValueLayout.JAVA_INT, 0, from);
        try (Executor executor = Executor.open(plan(model.graph(), model, Rung.SIMD), pool, budget)) {
            executor.bindings().input(Gpt.IDS, ids).input(Gpt.POSITION, position);
            executor.run();
            float[] all = executor.output(Gpt.LOGITS).toFloats();
            return java.util.Arrays.copyOfRange(all, all.length - VOCABULARY, all.length);
        }
    }

    /** With more layers, earlier tokens reach further; but neither the rung nor the length of runs may matter. */
    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F32", "F16", "I8"})
    void neitherRungsNorRunsChangeAWindow(DType dtype) {
        Model model = Fixtures.model(new Shaped(3, 2, GptForm.LLAMA).whole(), budget, SEED);
        CacheForm form = new CacheForm(dtype, 7);
        try (Sequence one = open(model, 1, form, Rung.REORDERED);
                Sequence three = open(model, 3, form, Rung.SIMD);
                Sequence all = open(model, CONTEXT, form, Rung.PACKED)) {
            int[] next = tokens(0, 30);
            while (one.length() < CONTEXT) {
                float[] expected = one.append(next, Probe.NONE, never);
                // a value that lies half-way between two steps of INT8 may be rounded either way
                float tolerance = dtype == DType.F32 ? 1e-4F : 2e-2F;
                String which = dtype + " after " + one.length();
                assertArrayEquals(expected, three.append(next, Probe.NONE, never), tolerance, which);
                assertArrayEquals(expected, all.append(next, Probe.NONE, never), tolerance, which);
                next = tokens(one.length(), 1);
            }
        }
    }

    @Test
    void aWindowAsLongAsTheContextIsThePlainCache() {
        Graph whole = new Shaped(2, 2, GptForm.LLAMA).whole();
        Graph plain = KeyValueCaching.of(whole, 8);
        assertEquals(
                plain.nodes(),
                KeyValueCaching.of(whole, 8, new CacheForm(DType.F32, CONTEXT)).nodes());
        assertEquals(
                plain.nodes(),
                KeyValueCaching.of(whole, 8, new CacheForm(DType.F32, 1000)).nodes());
        assertThrows(InvalidInput.class, () -> new CacheForm(DType.F32, -1));
        assertThrows(InvalidInput.class, () -> new CacheForm(DType.I32, 8));
    }

    /** Fewer bits: the bytes by formula, scores close by, and mostly the same tokens. */
    @ParameterizedTest
    @MethodSource("shapes")
    void fewerBitsTakeTheBytesOfTheFormula(Shaped shape) {
        Model model = Fixtures.model(shape.whole(), budget, SEED);
        try (Sequence plain = open(model, 8, CacheForm.PLAIN, Rung.SIMD);
                Sequence half = open(model, 8, new CacheForm(DType.F16, CacheForm.ALL), Rung.SIMD);
                Sequence int8 = open(model, 8, new CacheForm(DType.I8, CacheForm.ALL), Rung.SIMD)) {
            int same = 0;
            int steps = 0;
            for (int[] next = tokens(0, 9); plain.length() < CONTEXT; next = tokens(plain.length(), 1)) {
                float[] expected = plain.append(next, Probe.NONE, never);
                float[] halves = half.append(next, Probe.NONE, never);
                float[] bytes = int8.append(next, Probe.NONE, never);
                double spread = spread(expected);
                assertTrue(distance(expected, halves) <= 2e-3 * spread, shape + ": F16 " + distance(expected, halves));
                assertTrue(distance(expected, bytes) <= 3e-2 * spread, shape + ": INT8 " + distance(expected, bytes));
                same += best(expected) == best(bytes) ? 1 : 0;
                steps++;
            }
            assertTrue(same >= 0.9 * steps, shape + ": the same token in " + same + " of " + steps);
            long rows = 2L * 2 * shape.kvHeads() * CONTEXT;
            assertEquals(rows * 8 * 2, half.cacheBytes());
            assertEquals(rows * (8 + 4), int8.cacheBytes());
            int8.clear();
            int8.append(tokens(0, 9), Probe.NONE, never);
            assertEquals(2L * 2 * shape.kvHeads() * 9 * (8 + 4), int8.cacheBytes());
        }
    }

    private static double distance(float[] expected, float[] actual) {
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i] - actual[i]));
        }
        return largest;
    }

    /** From the lowest score to the highest. */
    private static double spread(float[] scores) {
        float lowest = scores[0];
        for (float score : scores) {
            lowest = Math.min(lowest, score);
        }
        return scores[best(scores)] - lowest;
    }

    @Test
    void theTechniqueTurnsKnobsIntoForms() {
        assertForm(CacheForm.PLAIN, "kvcache");
        assertForm(new CacheForm(DType.I8, 12), "kvcache:cache=int8:window=12");
        assertForm(new CacheForm(DType.F16, CacheForm.ALL), "kvcache:cache=float16");
        Preview gpt = new Preview(new Shaped(2, 2, GptForm.LLAMA).whole(), 2);
        for (String wrong : new String[] {"kvcache:cache=int4", "kvcache:window=-3", "kvcache:window=2.5"}) {
            assertThrows(InvalidInput.class, () -> Techniques.refusal(gpt, Recipe.parse(wrong)), wrong);
        }
    }

    private static void assertForm(CacheForm form, String recipe) {
        Graph whole = new Shaped(2, 2, GptForm.LLAMA).whole();
        Preview after = Techniques.find("kvcache")
                .preview(new Preview(whole, 2), Recipe.parse(recipe).steps().getFirst());
        assertEquals(
                KeyValueCaching.of(whole, CONTEXT, form).nodes(), after.graph().nodes(), recipe);
    }
}
