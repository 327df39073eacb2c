package hone.engine.format.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.format.onnx.op.OnnxMapping;
import hone.engine.format.onnx.op.OnnxMappings;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.op.Ops;
import hone.engine.op.activation.Relu;
import hone.engine.op.activation.ReluGradient;
import hone.engine.op.elementwise.Add;
import hone.engine.op.matmul.Linear;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file holds, what it is called there, and what cannot be said. */
class OnnxExportTest {
    private final OnnxCheck check = new OnnxCheck();

    @AfterEach
    void close() {
        check.close();
    }

    @Test
    void everyOpOfSavedModelsIsMappedOrSaysWhyNot() {
        Set<Class<? extends Op>> mapped = new HashSet<>();
        for (OnnxMapping<?> mapping : OnnxMappings.ALL) {
            assertTrue(mapped.add(mapping.op()), "twice: " + mapping.op());
        }
        for (Class<? extends Op> op : Ops.ALL) {
            boolean without = OnnxMappings.WITHOUT.containsKey(op);
            assertTrue(mapped.contains(op) != without, op.getSimpleName() + " is in neither list, or in both");
        }
        OnnxMappings.WITHOUT.values().forEach(reason -> assertFalse(reason.isBlank()));
    }

    @Test
    void aPerceptronIsGemmAndReluWithItsOwnNames() {
        Model model = check.model(Mlp.graph(29, 13, 5), 7);
        ReadMessage file = new ReadMessage(OnnxExport.bytes(model));
        assertEquals(9, file.number(1));
        assertEquals(20, file.message(8).number(2));
        ReadMessage graph = file.message(7);
        assertEquals(
                List.of("Gemm", "Relu", "Gemm"),
                graph.messages(1).stream().map(node -> node.text(4)).toList());
        assertEquals(
                List.of("fc1", "relu1", "fc2"),
                graph.messages(1).stream().map(node -> node.text(3)).toList());
        assertEquals(
                List.of("x", "fc1.weight", "fc1.bias"),
                graph.messages(1).getFirst().texts(1));
        assertEquals(List.of("x", "logits"), List.of(name(graph, 11), name(graph, 12)));
        List<ReadMessage> dims =
                graph.message(11).message(2).message(1).message(2).messages(1);
        assertEquals("batch", dims.get(0).text(2));
        assertFalse(dims.get(0).has(1), "a symbol has no size");
        assertEquals(29, dims.get(1).number(1));
        assertEquals(
                List.of("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"),
                graph.messages(5).stream().map(tensor -> tensor.text(8)).toList());
        byte[] weight = graph.messages(5).getFirst().bytes(9);
        assertArrayEquals(model.weight("fc1.weight").segment().toArray(ValueLayout.JAVA_BYTE), weight);
    }

    private static String name(ReadMessage graph, int field) {
        return graph.message(field).text(1);
    }

    @Test
    void theSameModelGivesTheSameBytesInMemoryAndInAFile(@TempDir Path folder) throws IOException {
        byte[] once = OnnxExport.bytes(check.model(Mlp.graph(29, 13, 5), 7));
        Path file = folder.resolve("model.onnx");
        OnnxExport.write(check.model(Mlp.graph(29, 13, 5), 7), file);
        assertArrayEquals(once, Files.readAllBytes(file));
        InvalidInput refused = assertThrows(
                InvalidInput.class,
                () -> OnnxExport.write(
                        check.model(Mlp.graph(29, 13, 5), 7),
                        folder.resolve("no").resolve("model.onnx")));
        assertTrue(refused.getMessage().contains("there is no folder"), refused.getMessage());
    }

    @Test
    void whatLeavesUnderASecondNameIsCopied() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(6)));
        Value relu = builder.apply("relu", new Relu(), x);
        Value more = builder.apply("more", new Relu(), relu);
        builder.output("a", relu).output("b", relu).output("same", x).output("relu", more);
        Model model = check.model(builder.build(), 3);
        check.same(model, 1e-6, 5, 6);
        List<ReadMessage> nodes =
                new ReadMessage(OnnxExport.bytes(model)).message(7).messages(1);
        List<String> names = nodes.stream().map(node -> node.text(3)).toList();
        List<String> values = nodes.stream().map(node -> node.text(2)).toList();
        assertEquals(names.size(), new HashSet<>(names).size(), "each node's name is there once: " + names);
        assertEquals(values.size(), new HashSet<>(values).size(), "each value's name is there once: " + values);
    }

    @Test
    void anOutputMayHaveTheNameOfAWeightButNotOfAnInput() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(6)));
        Value product = builder.apply("product", new Linear(false), x, builder.weight("w", TensorType.f32(6L, 6)));
        Value y = builder.apply("y", new Relu(), product);
        builder.output("w", y);
        check.same(check.model(builder.build(), 3), 1e-5, 5, 6);
        builder.output("x", product);
        Model model = check.model(builder.build(), 3);
        InvalidInput refused = assertThrows(InvalidInput.class, () -> OnnxExport.bytes(model));
        assertTrue(refused.getMessage().contains("the output x (an input has its name"), refused.getMessage());
    }

    @Test
    void allThatStandsInTheWayIsNamedInOneSentence() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(3L, 2));
        Value state = builder.state("moment", TensorType.f32(3L, 2));
        Value add = builder.apply("add", new Add(), x, state);
        builder.output("y", builder.apply("gradient", new ReluGradient(), x, add));
        Model model = new Model("stateful", builder.build(), Map.of());
        InvalidInput refused = assertThrows(InvalidInput.class, () -> OnnxExport.bytes(model));
        assertTrue(refused.getMessage().contains("the state moment"), refused.getMessage());
        assertTrue(refused.getMessage().contains("ReluGradient (only training uses it)"), refused.getMessage());
    }
}
