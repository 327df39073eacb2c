package hone.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.op.matmul.Linear;
import hone.engine.op.shape.Flatten;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An encoder's size, its place within a model, and its refusals; what it computes is the ONNX tests' business. */
class EncoderTest {
    @Test
    void aLayerHasTheParametersAndTheWorkThatTheFormulasSay() {
        for (int layers : new int[] {1, 4}) {
            Graph graph = Encoder.small(layers).graph();
            long matrices = 4L * 128 * 128 + 2L * 128 * 512;
            long vectors = 4L * 128 + 512 + 128 + 2 * 2 * 128;
            assertEquals(layers * (matrices + vectors) + 2L * 128, graph.parameters());
            long flops = graph.costs(Map.of("batch", 3L)).values().stream()
                    .mapToLong(cost -> cost.flops())
                    .sum();
            long attention = 2L * 2 * 64 * 64 * 128;
            assertEquals(3L * layers * (2 * 64 * matrices + attention), flops);
            assertEquals(
                    List.of(Dim.of(64), Dim.of(128)),
                    graph.type(graph.output("y")).dims().subList(1, 3));
        }
    }

    @Test
    void itIsAPartOfOtherModels() {
        GraphBuilder builder = new GraphBuilder();
        Value pixels = builder.input("pixels", TensorType.f32(Dim.symbol("batch", 8), Dim.of(7), Dim.of(20)));
        Value embed = builder.weight("embed.weight", TensorType.f32(12L, 20));
        Value tokens = builder.apply("embed", new Linear(false), pixels, embed);
        Value encoded = new Encoder(7, 12, 3, 30, 2).append(builder, tokens);
        Value head = builder.weight("head.weight", TensorType.f32(10L, 84));
        Value flat = builder.apply("flat", new Flatten(), encoded);
        Graph graph = builder.output("logits", builder.apply("head", new Linear(false), flat, head))
                .build();
        assertEquals(Dim.of(10), graph.type(graph.output("logits")).dim(1));
    }

    @Test
    void headsMustDivideTheWidthAndNothingMayBeMissing() {
        InvalidInput heads = assertThrows(InvalidInput.class, () -> new Encoder(7, 12, 5, 30, 2));
        assertTrue(heads.getMessage().contains("5 heads, width 12"), heads.getMessage());
        InvalidInput layers = assertThrows(InvalidInput.class, () -> new Encoder(7, 12, 3, 30, 0));
        assertTrue(layers.getMessage().contains("0 layers"), layers.getMessage());
        assertThrows(InvalidInput.class, () -> new Encoder(7, 12, 0, 30, 1));
    }
}
