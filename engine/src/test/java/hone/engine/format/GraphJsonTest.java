package hone.engine.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.op.matmul.F16Linear;
import hone.engine.op.matmul.Int4Linear;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import org.junit.jupiter.api.Test;

class GraphJsonTest {
    @Test
    void layersOfFewerBitsComeBackAsTheyWere() {
        Graph graph = graph(new Int8Linear(false, 32), TensorType.f32(7, 3));
        Graph read = GraphJson.read(GraphJson.write(graph), "test");
        assertEquals(graph.nodes(), read.nodes());
    }

    /** Files from before groups existed say nothing of them, and mean one scale for each output. */
    @Test
    void anInt8LayerWithoutAGroupSizeHasNoGroups() {
        Graph graph = graph(new Int8Linear(false), TensorType.f32(7));
        String now = GraphJson.write(graph);
        String before = now.replaceAll(",?\"groupSize\":0", "").replace("{,", "{");
        assertNotEquals(now, before);
        assertEquals(graph.nodes(), GraphJson.read(before, "test").nodes());
    }

    @Test
    void aGroupSizeThatCannotBeIsRefused() {
        String text = GraphJson.write(graph(new Int8Linear(false, 32), TensorType.f32(7, 3)))
                .replaceFirst("\"groupSize\":32", "\"groupSize\":33");
        Exception e = assertThrows(InvalidInput.class, () -> GraphJson.read(text, "test"));
        assertTrue(String.valueOf(e.getMessage()).contains("33"), e.getMessage());
    }

    /** 70 inputs to 7, to 5 in INT4, to 4 in float16. */
    private static Graph graph(Int8Linear op, TensorType scale) {
        GraphBuilder builder = new GraphBuilder();
        var x = builder.input("x", TensorType.f32(2, 70));
        var weight = builder.weight("w1", TensorType.of(DType.I8, Shape.of(7, 70)));
        var hidden = builder.apply(
                "fc1", op, x, weight, builder.weight("s1", scale), builder.weight("b1", TensorType.f32(7)));
        hidden = builder.apply(
                "fc2",
                new Int4Linear(64),
                hidden,
                builder.weight("w2", TensorType.of(DType.U8, Shape.of(5, 4))),
                builder.weight("s2", TensorType.f32(5, 1)),
                builder.weight("b2", TensorType.f32(5)));
        hidden = builder.apply(
                "fc3",
                new F16Linear(),
                hidden,
                builder.weight("w3", TensorType.of(DType.F16, Shape.of(4, 5))),
                builder.weight("b3", TensorType.f32(4)));
        return builder.output("y", hidden).build();
    }
}
