package hone.engine.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.kernel.Rung;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Architecture;
import hone.engine.model.Gpt;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.model.Task;
import hone.engine.op.activation.Relu;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.Extent;
import hone.engine.op.conv.GlobalAveragePool2d;
import hone.engine.op.embedding.Embedding;
import hone.engine.op.matmul.Linear;
import hone.engine.run.Fixtures;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleRowsTest {
    private static final Dim BATCH = Dim.symbol("batch", 8);

    private final MemoryBudget budget = new MemoryBudget(1L << 24);

    private Model model(Graph graph) {
        return Fixtures.model(graph, budget, 7);
    }

    /** Images of two channels, and as many answers as filters, each a picture of one pixel. */
    private static Graph images() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("image", TensorType.f32(BATCH, Dim.of(2), Dim.of(5), Dim.of(4)));
        Value conv = builder.apply(
                "conv",
                new Conv2d(new Extent(1, 1), new Extent(1, 1), new Extent(1, 1), 1, false),
                x,
                builder.weight("w", TensorType.f32(3L, 2, 3, 3)));
        Value mean = builder.apply("mean", new GlobalAveragePool2d(), conv);
        return builder.output("scores", mean).output("filters", conv).build();
    }

    private static String input(Model model) {
        return model.graph().inputs().getFirst().type().toString();
    }

    @Test
    void imagesBecomeRowsWithTheSameAnswers() {
        Model before = model(images());
        Model rows = SampleRows.of(before);
        assertEquals("F32[batch×40]", input(rows));
        assertEquals(
                "F32[batch×3]", rows.graph().type(rows.graph().output("scores")).toString());
        assertEquals(List.of("image.block", "conv", "mean", "scores.row"), names(rows));
        var expected = Outputs.of(before, 3, Rung.REORDERED, 1);
        var actual = Outputs.of(rows, 3, Rung.REORDERED, 1);
        expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), name));
        assertEquals(Task.CLASSIFICATION, Architecture.of(rows).task());
        assertSame(rows, SampleRows.of(rows), "it is a model over rows now");
    }

    private static List<String> names(Model model) {
        return model.graph().applications().stream().map(Node.Apply::name).toList();
    }

    @Test
    void aModelOverRowsStaysAsItIs() {
        Model before = model(Mlp.graph(7, 5, 3));
        assertSame(before, SampleRows.of(before));
    }

    @Test
    void namesThatAreTakenAreAvoided() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(BATCH, Dim.of(2), Dim.of(3)));
        Value block = builder.apply("x.block", new Relu(), x);
        builder.output("y", builder.apply("y.row", new Relu(), block));
        Model before = model(builder.build());
        Model rows = SampleRows.of(before);
        assertEquals(List.of("x.block~", "x.block", "y.row", "y.row~"), names(rows));
        assertArrayEquals(
                Outputs.of(before, 2, Rung.REORDERED, 1).get("y"),
                Outputs.of(rows, 2, Rung.REORDERED, 1).get("y"));
    }

    @Test
    void aModelOfATextGetsTheNamesOfOnes() {
        GraphBuilder builder = new GraphBuilder();
        Value ids = builder.input("input_ids", new TensorType(DType.I32, List.of(BATCH, Dim.symbol("length", 6))));
        Value rows = builder.apply("embed", new Embedding(), builder.weight("table", TensorType.f32(5L, 4)), ids);
        Value scores =
                builder.apply("head", new Linear(false), rows, builder.weight("head.weight", TensorType.f32(5L, 4)));
        Model text = SampleRows.of(model(builder.output("scores", scores).build()));
        assertEquals(
                List.of(Gpt.IDS),
                text.graph().inputs().stream().map(Node.Input::name).toList());
        assertEquals(List.of(Gpt.LOGITS), List.copyOf(text.graph().outputs().keySet()));
        assertEquals(Task.LANGUAGE, Architecture.of(text).task());
    }

    @Test
    void blocksOfOpenSizesStayAsTheyAre() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(BATCH, Dim.symbol("length", 6), Dim.of(3)));
        builder.output("y", builder.apply("relu", new Relu(), x));
        Model before = model(builder.build());
        assertSame(before, SampleRows.of(before));
    }
}
