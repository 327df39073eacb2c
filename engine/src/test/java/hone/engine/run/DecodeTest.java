package hone.engine.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Allocation;
import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Value;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.CacheAppend;
import hone.engine.op.attention.CachedAttention;
import hone.engine.op.attention.RotaryEmbedding;
import hone.engine.op.elementwise.Add;
import hone.engine.op.embedding.Embedding;
import hone.engine.op.matmul.Linear;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One attention layer run as prefill and decode with a KV cache, against the same layer over the whole sequence. */
@Tag("kernels")
class DecodeTest {
    private static final int HEADS = 4;
    private static final int KV_HEADS = 2;
    private static final int HEAD_DIM = 16;
    private static final int D = HEADS * HEAD_DIM;
    private static final int KV = KV_HEADS * HEAD_DIM;
    private static final int VOCABULARY = 50;
    private static final int MAX_SEQ = 90;

    private final MemoryBudget budget = new MemoryBudget(256L << 20);
    private final MemoryRegion region = budget.open(Category.DATA, "test data");
    private final KernelPool pool = new KernelPool(3);
    private final Model model = Fixtures.model(graph(true), budget, 11);
    private final Tensor position = region.tensor(DType.I32, Shape.of(1));
    private final Map<String, Tensor> states = Map.of(
            "keys", region.tensor(DType.F32, Shape.of(MAX_SEQ, KV)),
            "values", region.tensor(DType.F32, Shape.of(MAX_SEQ, KV)));

    @AfterEach
    void giveBack() {
        region.close();
        pool.close();
    }

    /** ids → embedding → rotated queries and keys, values → attention → projection, added to the embedding. */
    private static Graph graph(boolean cached) {
        GraphBuilder builder = new GraphBuilder();
        Value ids = builder.input("ids", new TensorType(DType.I32, List.of(Dim.of(1), Dim.symbol("seq", MAX_SEQ))));
        Value at = builder.input("position", TensorType.of(DType.I32, Shape.of(1)));
        Value table = builder.weight("embedding.weight", TensorType.f32(VOCABULARY, D));
        Value x = builder.apply("embedding", new Embedding(), table, ids);
        RotaryEmbedding rotary = new RotaryEmbedding(HEAD_DIM, MAX_SEQ, RotaryEmbedding.USUAL_BASE);
        Value q = builder.apply("block.q.rotary", rotary, linear(builder, "block.q", x, D), at);
        Value k = builder.apply("block.k.rotary", rotary, linear(builder, "block.k", x, KV), at);
        Value v = linear(builder, "block.v", x, KV);
        Value attended;
        if (cached) {
            Value keys = builder.state("keys", TensorType.f32(MAX_SEQ, KV));
            Value values = builder.state("values", TensorType.f32(MAX_SEQ, KV));
            Value allKeys = builder.apply("block.k.append", new CacheAppend(), keys, k, at);
            Value allValues = builder.apply("block.v.append", new CacheAppend(), values, v, at);
            attended =
                    builder.apply("block.attention", new CachedAttention(HEADS, KV_HEADS), q, allKeys, allValues, at);
        } else {
            attended = builder.apply("block.attention", new Attention(HEADS, KV_HEADS, true), q, k, v);
        }
        Value out = builder.apply("block.add", new Add(), x, linear(builder, "block.out", attended, D));
        return builder.output("out", out).build();
    }

    private static Value linear(GraphBuilder builder, String name, Value x, long out) {
        Value weight = builder.weight(
                name + ".weight", TensorType.f32(out, builder.type(x).dim(2).max()));
        return builder.apply(name, new Linear(false), x, weight);
    }

    private Plan plan(Graph graph, Rung rung, int threads) {
        KernelCosts eager = new KernelCosts("eager", KernelCosts.typical().nanosPerWork(), 0, 1, 0);
        PlanRequest request =
                PlanRequest.baseline(1).withRung(LayerGlob.ALL, rung).withThreads(LayerGlob.ALL, threads);
        return new Planner(eager).plan(graph, model.weights(), request);
    }

    private Tensor ids(int from, int to) {
        Tensor ids = region.tensor(DType.I32, Shape.of(1, to - from));
        for (int i = from; i < to; i++) {
            ids.segment().setAtIndex(ValueLayout.JAVA_INT, i - from, (i * 7 + i * i) % VOCABULARY);
        }
        return ids;
    }

    private void moveTo(int place) {
        position.segment().setAtIndex(ValueLayout.JAVA_INT, 0, place);
    }

    private float[] whole(Rung rung) {
        moveTo(0);
        try (Executor executor = Executor.open(plan(graph(false), rung, 1), pool, budget)) {
            executor.bindings().input("ids", ids(0, MAX_SEQ)).input("position", position);
            executor.run();
            return executor.output("out").toFloats();
        }
    }

    /** Prefill of so many tokens, then one token after the other until the cache is full. */
    private float[] decoded(Rung rung, int threads, int prefill) {
        states.values().forEach(state -> state.segment().fill((byte) -1)); // NaN where nothing was written
        float[] all = new float[MAX_SEQ * D];
        try (Executor executor = Executor.open(plan(graph(true), rung, threads), states, pool, budget)) {
            executor.bindings().input("position", position);
            int done = 0;
            while (done < MAX_SEQ) {
                int count = done == 0 ? prefill : 1;
                moveTo(done);
                executor.bindings().input("ids", ids(done, done + count));
                executor.run();
                float[] rows = executor.output("out").toFloats();
                System.arraycopy(rows, 0, all, done * D, count * D);
                done += count;
            }
        }
        return all;
    }

    @ParameterizedTest
    @EnumSource(
            value = Rung.class,
            names = {"NAIVE", "REORDERED", "SIMD", "PACKED"})
    void prefillAndDecodeGiveWhatTheWholeSequenceGives(Rung rung) {
        float[] whole = whole(rung);
        for (int prefill : new int[] {1, 40, 85}) {
            float[] alone = decoded(rung, 1, prefill);
            for (int i = 0; i < whole.length; i++) {
                assertEquals(whole[i], alone[i], 1e-5, rung + ", prefill " + prefill + ", element " + i);
            }
            for (int threads = 2; threads <= 3; threads++) {
                assertArrayEquals(alone, decoded(rung, threads, prefill), rung + " on " + threads + " threads");
            }
        }
    }

    @Test
    void rungsAgree() {
        float[] naive = whole(Rung.NAIVE);
        float[] packed = whole(Rung.PACKED);
        for (int i = 0; i < naive.length; i++) {
            assertEquals(naive[i], packed[i], 1e-5, "element " + i);
        }
    }

    @Test
    void aStepOfDecodeAllocatesNothing() {
        Plan plan = plan(graph(true), Rung.PACKED, 2);
        try (Executor executor = Executor.open(plan, states, pool, budget)) {
            executor.bindings().input("position", position).input("ids", ids(0, 1));
            Allocation.assertNone(MAX_SEQ + " steps", () -> decode(executor), () -> decode(executor));
        }
    }

    private void decode(Executor executor) {
        for (int place = 0; place < MAX_SEQ; place++) {
            moveTo(place);
            executor.run();
        }
    }

    @Test
    void whatARunBringsIsRefusedWithTheNumbers() {
        try (Executor executor = Executor.open(plan(graph(true), Rung.REORDERED, 1), states, pool, budget)) {
            Tensor wrong = ids(0, 2);
            executor.bindings().input("position", position).input("ids", wrong);
            moveTo(MAX_SEQ - 1);
            InvalidInput full = assertThrows(InvalidInput.class, executor::run);
            assertTrue(full.getMessage().contains("2 rows from position 89"), full.getMessage());
            assertTrue(full.getMessage().contains("0 to 89"), full.getMessage());
            moveTo(0);
            for (int id : new int[] {-1, VOCABULARY}) {
                wrong.segment().setAtIndex(ValueLayout.JAVA_INT, 1, id);
                InvalidInput unknown = assertThrows(InvalidInput.class, executor::run);
                assertTrue(unknown.getMessage().contains("id " + id + " at place 1"), unknown.getMessage());
                assertTrue(unknown.getMessage().contains("50 rows"), unknown.getMessage());
            }
        }
    }
}
