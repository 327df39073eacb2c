package hone.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Allocation;
import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.Int4Linear;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.rewrite.KeyValueCaching;
import hone.engine.run.Executor;
import hone.engine.run.Fixtures;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Plan;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.technique.quantization.WeightOnly;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("kernels")
class GptTest {
    private static final long SEED = 5;
    private static final GptDimensions SMALL = new GptDimensions(3, 6, 2, 48, 80, 101, 40);

    private final MemoryBudget budget = new MemoryBudget(256L << 20);
    private final MemoryRegion region = budget.open(Category.DATA, "test data");
    private final KernelPool pool = new KernelPool(2);
    private final Tensor position = region.tensor(DType.I32, Shape.of(1));

    @AfterEach
    void giveBack() {
        region.close();
        pool.close();
    }

    private static Model on(Graph graph, Model model) {
        return new Model(model.id(), graph, model.weights());
    }

    private static Plan plan(Model model, int threads) {
        KernelCosts eager = new KernelCosts("eager", KernelCosts.typical().nanosPerWork(), 0, 1, 0);
        PlanRequest request =
                PlanRequest.baseline(1).withRung(LayerGlob.ALL, Rung.PACKED).withThreads(LayerGlob.ALL, threads);
        return new Planner(eager).plan(model.graph(), model.weights(), request);
    }

    private Tensor ids(int from, int count) {
        Tensor ids = region.tensor(DType.I32, Shape.of(1, count));
        for (int i = 0; i < count; i++) {
            int token = ((from + i) * 7 + (from + i) * (from + i)) % SMALL.vocabulary();
            ids.segment().setAtIndex(ValueLayout.JAVA_INT, i, token);
        }
        return ids;
    }

    private float[] whole(Model model) {
        position.segment().set(ValueLayout.JAVA_INT, 0, 0);
        try (Executor executor = Executor.open(plan(model, 1), pool, budget)) {
            executor.bindings().input(Gpt.IDS, ids(0, SMALL.context())).input(Gpt.POSITION, position);
            executor.run();
            return executor.output(Gpt.LOGITS).toFloats();
        }
    }

    /** A prefill of so many tokens, then one token after the other until the context is full. */
    private float[] continued(Model model, int threads, int prefill) {
        float[] all = new float[SMALL.context() * SMALL.vocabulary()];
        Map<String, Tensor> caches = Gpt.caches(model.graph(), region);
        caches.values().forEach(cache -> cache.segment().fill((byte) -1)); // NaN where nothing was written
        try (Executor executor = Executor.open(plan(model, threads), caches, pool, budget)) {
            executor.bindings().input(Gpt.POSITION, position);
            int done = 0;
            while (done < SMALL.context()) {
                int count = done == 0 ? prefill : 1;
                position.segment().set(ValueLayout.JAVA_INT, 0, done);
                executor.bindings().input(Gpt.IDS, ids(done, count));
                executor.run();
                float[] rows = executor.output(Gpt.LOGITS).toFloats();
                System.arraycopy(rows, 0, all, done * SMALL.vocabulary(), rows.length);
                done += count;
            }
        }
        return all;
    }

    private static void assertClose(float[] expected, float[] actual, double tolerance, String what) {
        assertEquals(expected.length, actual.length, what);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], tolerance, what + ", seed " + SEED + ", element " + i);
        }
    }

    @Test
    void prefillAndDecodeGiveWhatTheWholeSequenceGives() {
        Model model = Fixtures.model(Gpt.whole(SMALL), budget, SEED);
        float[] whole = whole(model);
        for (int prefill : new int[] {1, 17, 39}) {
            Graph graph = KeyValueCaching.of(Gpt.whole(SMALL), Math.max(prefill, 1));
            for (int threads = 1; threads <= 2; threads++) {
                String what = "prefill " + prefill + ", " + threads + " threads";
                assertClose(whole, continued(on(graph, model), threads, prefill), 1e-4, what);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(WeightOnly.Format.class)
    void quantizedDecodeGivesWhatItsDequantizedWeightsGive(WeightOnly.Format format) {
        Model model = Fixtures.model(Gpt.whole(SMALL), budget, SEED);
        Model quantized = WeightOnly.of(on(KeyValueCaching.of(Gpt.whole(SMALL), 1), model), format, 32, region);
        long linear = quantized.graph().applications().stream()
                .filter(node -> node.op() instanceof Int8Linear || node.op() instanceof Int4Linear)
                .count();
        assertEquals(7L * SMALL.layers() + 1, linear, "all linear layers, the output's too");
        Model widened = widened(model, quantized, format);
        assertClose(whole(widened), continued(quantized, 2, 1), 1e-4, format.toString());
    }

    /** The float32 model whose weights are what the quantized one's stand for, read independently of the kernels. */
    private Model widened(Model model, Model quantized, WeightOnly.Format format) {
        Map<String, Tensor> weights = new HashMap<>(model.weights());
        for (Node.Weight weight : quantized.graph().weights()) {
            String name = weight.name();
            if (quantized.weights().containsKey(name + ".scale") && !name.equals("output.weight")) {
                weights.put(name, widened(quantized, name, model.weight(name).shape(), format));
            }
        }
        weights.put(
                "output.weight",
                widened(quantized, "output.weight", model.weight(Gpt.TABLE).shape(), format));
        return new Model("widened", untied(), weights);
    }

    /** The whole graph with a weight of the output's own, since only the output's is rounded. */
    private static Graph untied() {
        Graph tied = Gpt.whole(SMALL);
        GraphBuilder builder = new GraphBuilder();
        Value own =
                builder.weight("output.weight", tied.type(tied.find(Gpt.TABLE).orElseThrow()));
        List<Value> mapped = new ArrayList<>();
        for (Node node : tied.nodes()) {
            mapped.add(
                    switch (node) {
                        case Node.Input input -> builder.input(input.name(), input.type());
                        case Node.State state -> builder.state(state.name(), state.type());
                        case Node.Weight weight -> builder.weight(weight.name(), weight.type());
                        case Node.Apply apply -> {
                            List<Value> inputs = new ArrayList<>();
                            apply.inputs().forEach(value -> inputs.add(mapped.get(value.node())));
                            if (apply.name().equals("output")) {
                                inputs.set(1, own);
                            }
                            yield builder.apply(apply.name(), apply.op(), inputs)
                                    .getFirst();
                        }
                    });
        }
        Value logits = tied.output(Gpt.LOGITS);
        return builder.output(Gpt.LOGITS, mapped.get(logits.node())).build();
    }

    private Tensor widened(Model quantized, String name, Shape shape, WeightOnly.Format format) {
        Tensor stored = quantized.weight(name);
        Tensor scales = quantized.weight(name + ".scale");
        Tensor wide = region.tensor(DType.F32, shape);
        long in = shape.size(1);
        for (long i = 0; i < shape.elements(); i++) {
            long row = i / in;
            long column = i % in;
            int value = format == WeightOnly.Format.INT8
                    ? stored.segment().get(ValueLayout.JAVA_BYTE, i)
                    : (stored.segment().get(ValueLayout.JAVA_BYTE, row * ((in + 1) / 2) + column / 2)
                                            >> (column % 2 * 4)
                                    & 15)
                            - 8;
            wide.setFloat(i, value * scales.getFloat(row * ((in + 31) / 32) + column / 32));
        }
        return wide;
    }

    @ParameterizedTest
    @EnumSource(WeightOnly.Format.class)
    void aQuantizedStepAllocatesNothing(WeightOnly.Format format) {
        Model model = Fixtures.model(KeyValueCaching.of(Gpt.whole(SMALL), 1), budget, SEED);
        decodingAllocatesNothing(WeightOnly.of(model, format, 32, region));
    }

    @Test
    void aStepAllocatesNothing() {
        decodingAllocatesNothing(Fixtures.model(KeyValueCaching.of(Gpt.whole(SMALL), 1), budget, SEED));
    }

    private void decodingAllocatesNothing(Model model) {
        Map<String, Tensor> caches = Gpt.caches(model.graph(), region);
        try (Executor executor = Executor.open(plan(model, 2), caches, pool, budget)) {
            executor.bindings().input(Gpt.POSITION, position).input(Gpt.IDS, ids(0, 1));
            Allocation.assertNone(SMALL.context() + " steps", () -> decode(executor), () -> decode(executor));
        }
    }

    private void decode(Executor executor) {
        for (int place = 0; place < SMALL.context(); place++) {
            position.segment().set(ValueLayout.JAVA_INT, 0, place);
            executor.run();
        }
    }

    @Test
    void parametersAndCacheBytesAreThoseOfTheGraph() {
        Graph graph = KeyValueCaching.of(Gpt.whole(SMALL), 1);
        assertEquals(graph.parameters(), SMALL.parameters());
        long cache = Gpt.caches(graph, region).values().stream()
                .mapToLong(Tensor::bytes)
                .sum();
        assertEquals(2L * 3 * 2 * 8 * 40 * 4, cache, "2 · layers · kvHeads · headDim · tokens · bytes");
        assertEquals(cache, SMALL.cacheBytes(40));
    }

    @Test
    void dimensionsThatDoNotFitAreRefusedWithTheNumbers() {
        InvalidInput odd = assertThrows(InvalidInput.class, () -> new GptDimensions(1, 4, 2, 36, 8, 10, 10));
        assertTrue(odd.getMessage().contains("36 elements for 4 heads"), odd.getMessage());
        InvalidInput shared = assertThrows(InvalidInput.class, () -> new GptDimensions(1, 4, 3, 32, 8, 10, 10));
        assertTrue(shared.getMessage().contains("3 for 4"), shared.getMessage());
        assertThrows(InvalidInput.class, () -> new GptDimensions(0, 4, 2, 32, 8, 10, 10));
        InvalidInput longer = assertThrows(InvalidInput.class, () -> KeyValueCaching.of(Gpt.whole(SMALL), 41));
        assertTrue(longer.getMessage().contains("up to 41"), longer.getMessage());
    }
}
