package hone.engine.op.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.embedding.Embedding;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Types, costs and refusals of the ops that transformers need. */
class AttentionOpsTest {
    private static final TensorType POSITION = TensorType.of(DType.I32, Shape.of(1));

    private static TensorType ids(long... sizes) {
        return TensorType.of(DType.I32, Shape.of(sizes));
    }

    private static Cost cost(Op op, TensorType... inputs) {
        return op.cost(List.of(inputs), op.infer(List.of(inputs)));
    }

    private static void refused(Executable made, String... numbers) {
        String message = assertThrows(InvalidInput.class, made).getMessage();
        for (String number : numbers) {
            assertTrue(message.contains(number), message);
        }
    }

    @Test
    void attentionCostsTwoMultiplyAddsForEachElementAndPair() {
        TensorType q = TensorType.f32(2, 3, 32);
        TensorType k = TensorType.f32(2, 5, 16);
        Cost dense = cost(new Attention(4, 2, false), q, k, k);
        assertEquals(2 * (2 * 2 * 4 * 8 * 15), dense.flops());
        assertEquals((2 * 96 + 2 * 2 * 80) * 4, dense.bytesRead());
        assertEquals(2 * 96 * 4, dense.bytesWritten());
        // Queries 0, 1, 2 see 3, 4, 5 of the 5 keys.
        assertEquals(
                2 * (2 * 2 * 4 * 8 * 12),
                cost(new Attention(4, 2, true), q, k, k).flops());
    }

    @Test
    void cachedAttentionCostsWhatAFullCacheCosts() {
        TensorType cache = TensorType.f32(100, 16);
        Cost step = cost(new CachedAttention(4, 2), TensorType.f32(1, 1, 32), cache, cache, POSITION);
        assertEquals(2 * 2 * 4 * 8 * 100, step.flops());
        Cost append = cost(new CacheAppend(), cache, TensorType.f32(1, 3, 16), POSITION);
        assertEquals(new Cost(0, 0, 3 * 16 * 4 + 4, 3 * 16 * 4), append);
    }

    @Test
    void symbolsStayInTheTypes() {
        TensorType q = TensorType.f32(Dim.symbol("batch", 8), Dim.symbol("seq", 64), Dim.of(32));
        assertEquals(List.of(q), new Attention(4, 4, true).infer(List.of(q, q, q)));
        TensorType x = TensorType.f32(Dim.of(1), Dim.symbol("seq", 64), Dim.of(32));
        assertEquals(List.of(x), new RotaryEmbedding(8, 64, 10_000).infer(List.of(x, POSITION)));
        TensorType tokens = new TensorType(DType.I32, List.of(Dim.of(1), Dim.symbol("seq", 64)));
        assertEquals(List.of(x), new Embedding().infer(List.of(TensorType.f32(100, 32), tokens)));
    }

    @Test
    void badAttributesAreRefused() {
        refused(() -> new Attention(0, 1, false), "0 heads");
        refused(() -> new Attention(4, 3, false), "4 heads", "3 of keys");
        refused(() -> new CachedAttention(4, 8), "4 heads", "8 of keys");
        refused(() -> new RotaryEmbedding(7, 10, 10_000), "7");
        refused(() -> new RotaryEmbedding(8, 0, 10_000), "0");
        refused(() -> new RotaryEmbedding(8, 10, 1), "1.0");
        refused(() -> new RotaryEmbedding(8, 10, Double.NaN), "NaN");
    }

    @Test
    void attentionRefusesWhatDoesNotFit() {
        Attention op = new Attention(4, 2, true);
        TensorType q = TensorType.f32(2, 3, 32);
        TensorType k = TensorType.f32(2, 5, 16);
        refused(() -> op.infer(List.of(q, k)), "2 instead of 3");
        refused(() -> op.infer(List.of(TensorType.f32(2, 3, 30), k, k)), "30 elements for 4");
        refused(() -> op.infer(List.of(q, q, q)), "32 instead of 16");
        refused(() -> op.infer(List.of(q, k, TensorType.f32(2, 6, 16))), "2×5×16", "2×6×16");
        refused(() -> op.infer(List.of(TensorType.f32(1, 3, 32), k, k)), "1 vs 2");
        refused(() -> op.infer(List.of(TensorType.f32(2, 6, 32), k, k)), "6 queries, 5 keys");
        TensorType none = TensorType.f32(2, 0, 16);
        refused(() -> op.infer(List.of(TensorType.f32(2, 0, 32), none, none)), "there are 0");
        refused(() -> op.infer(List.of(q.withDType(DType.I32), k, k)), "I32");
    }

    @Test
    void theCachesOpsRefuseWhatDoesNotFit() {
        CachedAttention op = new CachedAttention(4, 2);
        TensorType q = TensorType.f32(1, 3, 32);
        TensorType cache = TensorType.f32(10, 16);
        refused(() -> op.infer(List.of(TensorType.f32(2, 3, 32), cache, cache, POSITION)), "the batch is 2");
        refused(() -> op.infer(List.of(TensorType.f32(1, 11, 32), cache, cache, POSITION)), "11 queries, 10 positions");
        refused(() -> op.infer(List.of(q, cache, TensorType.f32(9, 16), POSITION)), "10×16", "9×16");
        refused(
                () -> op.infer(List.of(q, TensorType.f32(10, 32), TensorType.f32(10, 32), POSITION)),
                "32 instead of 16");
        refused(() -> op.infer(List.of(q, cache, cache, TensorType.f32(1))), "F32");
        CacheAppend append = new CacheAppend();
        refused(() -> append.infer(List.of(cache, TensorType.f32(1, 3, 8), POSITION)), "8 elements vs 16");
        refused(() -> append.infer(List.of(cache, TensorType.f32(2, 3, 16), POSITION)), "the batch is 2");
        refused(() -> append.infer(List.of(cache, TensorType.f32(1, 11, 16), POSITION)), "11 rows, 10 positions");
    }

    @Test
    void embeddingsRefuseWhatDoesNotFit() {
        RotaryEmbedding rotary = new RotaryEmbedding(8, 10, 10_000);
        refused(() -> rotary.infer(List.of(TensorType.f32(1, 3, 20), POSITION)), "20 elements, heads of 8");
        refused(() -> rotary.infer(List.of(TensorType.f32(1, 11, 16), POSITION)), "11 rows of 10");
        refused(() -> rotary.infer(List.of(TensorType.f32(1, 3, 16), ids(2))), "I32[2]");
        Embedding embedding = new Embedding();
        assertEquals(
                new Cost(0, 0, 6 * 16 * 4 + 6 * 4, 6 * 16 * 4), cost(embedding, TensorType.f32(50, 16), ids(2, 3)));
        refused(() -> embedding.infer(List.of(TensorType.f32(50, 16), TensorType.f32(2, 3))), "F32");
        refused(() -> embedding.infer(List.of(TensorType.f32(50, 16), ids(3))), "instead of 2");
    }
}
