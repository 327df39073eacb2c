package hone.engine.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.CacheAppend;
import hone.engine.op.attention.CachedAttention;
import hone.engine.op.attention.RotaryEmbedding;
import hone.engine.op.embedding.Embedding;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ops of transformers, their states and their symbols come back from a file as they were. */
class TransformerGraphTest {
    private static Graph graph() {
        GraphBuilder builder = new GraphBuilder();
        Value ids = builder.input("ids", new TensorType(DType.I32, List.of(Dim.of(1), Dim.symbol("seq", 20))));
        Value at = builder.input("position", TensorType.of(DType.I32, Shape.of(1)));
        Value x = builder.apply("embedding", new Embedding(), builder.weight("table", TensorType.f32(9, 12)), ids);
        Value q = builder.apply("rotary", new RotaryEmbedding(4, 20, 500_000.5), x, at);
        Value cache = builder.state("cache", TensorType.f32(20, 12));
        Value keys = builder.apply("append", new CacheAppend(), cache, q, at);
        Value cached = builder.apply("cached", new CachedAttention(3, 3), q, keys, keys, at);
        return builder.output("out", builder.apply("attention", new Attention(3, 3, true), cached, x, x))
                .build();
    }

    @Test
    void comesBackAsItWas() {
        Graph written = graph();
        Graph read = GraphJson.read(GraphJson.write(written), "test");
        assertEquals(written.nodes(), read.nodes());
        assertEquals(written.outputs(), read.outputs());
    }

    @Test
    void damagedAttributesAreRefused() {
        String text = GraphJson.write(graph());
        for (String[] damage : new String[][] {
            {"\"headDim\":4", "\"headDim\":5"},
            {"\"kvHeads\":3", "\"kvHeads\":2"},
            {"\"positions\":20", "\"positions\":-1"}
        }) {
            String damaged = text.replaceFirst(damage[0], damage[1]);
            assertEquals(false, damaged.equals(text), damage[0]);
            assertThrows(InvalidInput.class, () -> GraphJson.read(damaged, "test"), damage[1]);
        }
    }
}
