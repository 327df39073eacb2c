package hone.engine.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hone.engine.HoneException;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.model.Cnn;
import hone.engine.model.Mlp;
import hone.engine.op.activation.Activation;
import hone.engine.op.activation.Gelu;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.matmul.Linear;
import hone.engine.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layers with a fused activation as files hold them, and files from before there were any. */
class FusedLayersJsonTest {
    private static Graph fused() {
        GraphBuilder builder = new GraphBuilder();
        Value image = builder.input("x", TensorType.f32(2, 3, 4, 4));
        Value filters = builder.weight("conv.weight", TensorType.f32(5, 3, 1, 1));
        Value rows = builder.input("rows", TensorType.f32(2, 4));
        Value weight = builder.weight("fc.weight", TensorType.f32(3, 4));
        Conv2d conv = new Conv2d(
                hone.engine.op.conv.Extent.square(1),
                hone.engine.op.conv.Extent.square(0),
                hone.engine.op.conv.Extent.square(1),
                1,
                false,
                Activation.SILU);
        Value y = builder.apply("fc", new Linear(false, Activation.GELU_ERF), rows, weight);
        return builder.output("maps", builder.apply("conv", conv, image, filters))
                .output("y", builder.apply("gelu", new Gelu(false), y))
                .build();
    }

    @Test
    void theyComeBackTheSame() {
        Graph graph = fused();
        Graph read = GraphJson.read(GraphJson.write(graph), "test");
        assertEquals(graph.nodes(), read.nodes());
    }

    @Test
    void olderFilesHaveLayersWithoutOne() {
        for (Graph graph : List.of(Mlp.graph(4, 3, 2), Cnn.digits())) {
            String text = GraphJson.write(graph);
            String older = text.replaceAll(",\"activation\":\"NONE\"", "");
            assertNotEquals(text, older);
            assertEquals(graph.nodes(), GraphJson.read(older, "test").nodes());
        }
        String gelu = GraphJson.write(fused()).replace("{\"approximate\":false}", "{}");
        assertEquals(
                new Gelu(),
                GraphJson.read(gelu, "test").applications().getLast().op());
    }

    /** A model's hash is made from these texts, and hashes of earlier days stand in reports. */
    @Test
    void layersWithoutOneAreWrittenAsBefore() {
        assertEquals("Linear[bias=true]", new Linear(true).toString());
        assertEquals(
                "Conv2d[stride=1×1, padding=1×1, dilation=1×1, groups=1, bias=true]",
                Conv2d.padded(1).toString());
        assertEquals("Linear[bias=false, activation=RELU]", new Linear(false, Activation.RELU).toString());
    }

    @Test
    void unknownOnesAreRefused() {
        String text = GraphJson.write(fused());
        for (String bad : List.of("\"SQUARE\"", "null", "7")) {
            String changed = text.replace("\"GELU_ERF\"", bad);
            assertNotEquals(text, changed);
            assertThrows(HoneException.class, () -> GraphJson.read(changed, "test"), bad);
        }
    }
}
