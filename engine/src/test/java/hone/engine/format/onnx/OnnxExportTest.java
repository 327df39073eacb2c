package hone.engine.format.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.format.onnx.op.OnnxMapping;
import hone.engine.format.onnx.op.OnnxMappings;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Cnn;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.op.Ops;
import hone.engine.op.activation.Relu;
import hone.engine.op.activation.ReluGradient;
import hone.engine.op.attention.Attention;
import hone.engine.op.conv.AveragePool2d;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.Extent;
import hone.engine.op.conv.GlobalAveragePool2d;
import hone.engine.op.conv.MaxPool2d;
import hone.engine.op.elementwise.Add;
import hone.engine.op.embedding.Embedding;
import hone.engine.op.matmul.F16Linear;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.MatMul;
import hone.engine.op.shape.Flatten;
import hone.engine.random.CounterRandom;
import hone.engine.run.Executor;
import hone.engine.run.Fixtures;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files read back by a reader of the tests' own, and computed from the definitions, give what the executor gives. */
class OnnxExportTest {
    private final MemoryBudget budget = new MemoryBudget(1L << 30);
    private final MemoryRegion region = budget.open(Category.DATA, "test data");
    private final KernelPool pool = new KernelPool(1);

    @AfterEach
    void close() {
        region.close();
        pool.close();
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
        Model model = Fixtures.model(Mlp.graph(29, 13, 5), budget, 7);
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
        byte[] once = OnnxExport.bytes(Fixtures.model(Mlp.graph(29, 13, 5), budget, 7));
        Path file = folder.resolve("model.onnx");
        OnnxExport.write(Fixtures.model(Mlp.graph(29, 13, 5), budget, 7), file);
        assertArrayEquals(once, Files.readAllBytes(file));
        InvalidInput refused = assertThrows(
                InvalidInput.class,
                () -> OnnxExport.write(
                        Fixtures.model(Mlp.graph(29, 13, 5), budget, 7),
                        folder.resolve("no").resolve("model.onnx")));
        assertTrue(refused.getMessage().contains("there is no folder"), refused.getMessage());
    }

    @Test
    void aPerceptronComputesTheSame() {
        check(Fixtures.model(Mlp.graph(29, 13, 7, 5), budget, 7), 1e-5, 4, 29);
    }

    @Test
    void productsAndSumsInAllFormsComputeTheSame() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(6)));
        Value square = builder.weight("square", TensorType.f32(6L, 6));
        Value tall = builder.weight("tall", TensorType.f32(9L, 6));
        Value plain = builder.apply("plain", new MatMul(false, false), x, square);
        Value turned = builder.apply("turned", new MatMul(false, true), plain, tall); // (batch, 9)
        Value inner = builder.apply("inner", new MatMul(true, false), turned, x); // (9, 6)
        Value unbiased = builder.apply("unbiased", new Linear(false), x, square);
        Value sum = builder.apply("sum", new Add(), plain, unbiased);
        builder.output("y", sum).output("inner", inner);
        check(Fixtures.model(builder.build(), budget, 3), 1e-4, 5, 6);
    }

    @Test
    void productsOfManyPairsComputeTheSame() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(3), Dim.of(6)));
        Value scores = builder.apply("scores", new MatMul(false, true), x, x); // (batch, 3, 3)
        Value turned = builder.apply("turned", new MatMul(true, false), x, scores); // (batch, 6, 3)
        Value shared =
                builder.apply("shared", new MatMul(false, true), turned, builder.weight("w", TensorType.f32(4L, 3)));
        builder.output("y", shared).output("both", builder.apply("both", new MatMul(true, true), x, turned));
        check(Fixtures.model(builder.build(), budget, 3), 1e-4, 5, 3, 6);
    }

    @Test
    void aLayerOverThreeDimensionsComputesTheSame() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(3), Dim.of(6)));
        Value w = builder.weight("w", TensorType.f32(9L, 6));
        Value b = builder.weight("b", TensorType.f32(9L));
        Value layer = builder.apply("layer", new Linear(true), x, w, b);
        Value v = builder.weight("v", TensorType.f32(4L, 9));
        builder.output("y", builder.apply("second", new Linear(false), layer, v));
        check(Fixtures.model(builder.build(), budget, 3), 1e-5, 5, 3, 6);
    }

    @Test
    void whatLeavesUnderASecondNameIsCopied() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(6)));
        Value relu = builder.apply("relu", new Relu(), x);
        Value more = builder.apply("more", new Relu(), relu);
        builder.output("a", relu).output("b", relu).output("same", x).output("relu", more);
        Model model = Fixtures.model(builder.build(), budget, 3);
        check(model, 1e-6, 5, 6);
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
        check(Fixtures.model(builder.build(), budget, 3), 1e-5, 5, 6);
        builder.output("x", product);
        Model model = Fixtures.model(builder.build(), budget, 3);
        InvalidInput refused = assertThrows(InvalidInput.class, () -> OnnxExport.bytes(model));
        assertTrue(refused.getMessage().contains("the output x (an input has its name"), refused.getMessage());
    }

    @Test
    void int8LayersComputeTheSame() {
        for (boolean activations : new boolean[] {false, true}) {
            check(int8(activations), 1e-3, 5, 40);
        }
    }

    private Model int8(boolean activations) {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(40)));
        Value hidden = builder.apply("relu", new Relu(), int8(builder, "first", activations, x, 9, 40));
        builder.output("y", int8(builder, "second", activations, hidden, 7, 9));
        Graph graph = builder.build();
        CounterRandom random = new CounterRandom(5, 1, 0);
        Map<String, Tensor> weights = new HashMap<>();
        for (Node.Weight weight : graph.weights()) {
            Tensor tensor = region.tensor(weight.type().dtype(), weight.type().maxShape());
            for (long i = 0; i < tensor.shape().elements(); i++) {
                switch (weight.name().substring(weight.name().indexOf('.') + 1)) {
                    case "q" -> tensor.segment().set(ValueLayout.JAVA_BYTE, i, (byte) (random.nextInt(255) - 127));
                    case "input" -> tensor.setFloat(i, weight.name().startsWith("first") ? 1 / 127F : 10 / 127F);
                    case "scale" -> tensor.setFloat(i, (float) random.uniform(0.001, 0.01));
                    default -> tensor.setFloat(i, (float) random.uniform(-1, 1));
                }
            }
            weights.put(weight.name(), tensor);
        }
        return new Model("int8", graph, weights);
    }

    private static Value int8(GraphBuilder builder, String name, boolean activations, Value x, int out, int in) {
        List<Value> inputs = new ArrayList<>(List.of(
                x,
                builder.weight(name + ".q", TensorType.of(DType.I8, Shape.of(out, in))),
                builder.weight(name + ".scale", TensorType.f32((long) out)),
                builder.weight(name + ".bias", TensorType.f32((long) out))));
        if (activations) {
            inputs.add(builder.weight(name + ".input", TensorType.f32(1L)));
        }
        return builder.apply(name, new Int8Linear(activations), inputs).getFirst();
    }

    @Test
    void theConvolutionalNetworkComputesTheSame() {
        check(Fixtures.model(Cnn.graph(9, 5, 3, 4), budget, 7), 1e-4, 2, 1, 9, 9);
    }

    @Test
    void convolutionsAndPoolingInAllFormsComputeTheSame() {
        GraphBuilder builder = new GraphBuilder();
        Dim batch = Dim.symbol("batch", 8);
        Value x = builder.input("x", TensorType.f32(batch, Dim.of(4), Dim.of(11), Dim.of(9)));
        Value dilated = builder.apply(
                "dilated",
                new Conv2d(new Extent(2, 1), new Extent(1, 3), new Extent(2, 3), 2, false),
                x,
                builder.weight("w", TensorType.f32(6L, 2, 3, 2)));
        Value depthwise = builder.apply(
                "depthwise",
                new Conv2d(new Extent(1, 2), new Extent(0, 1), new Extent(1, 1), 4, true),
                x,
                builder.weight("v", TensorType.f32(4L, 1, 2, 3)),
                builder.weight("b", TensorType.f32(4L)));
        Value largest = builder.apply(
                "largest", new MaxPool2d(new Extent(3, 2), new Extent(2, 1), new Extent(1, 0)), depthwise);
        Value mean =
                builder.apply("mean", new AveragePool2d(new Extent(2, 3), new Extent(1, 2), new Extent(1, 2)), dilated);
        builder.output("largest", largest)
                .output("mean", builder.apply("flat", new Flatten(), mean))
                .output("global", builder.apply("all", new GlobalAveragePool2d(), dilated));
        check(Fixtures.model(builder.build(), budget, 3), 1e-4, 2, 4, 11, 9);
    }

    @Test
    void aFloat16LayerKeepsItsWeightInFloat16() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(6)));
        Value w = builder.weight("w", TensorType.of(DType.F16, Shape.of(9, 6)));
        Value b = builder.weight("b", TensorType.f32(9L));
        builder.output("y", builder.apply("layer", new F16Linear(), x, w, b));
        Tensor half = region.tensor(DType.F16, Shape.of(9, 6));
        CounterRandom random = new CounterRandom(5, 1, 0);
        for (long i = 0; i < half.shape().elements(); i++) {
            half.segment().setAtIndex(ValueLayout.JAVA_SHORT, i, Float.floatToFloat16((float) random.uniform(-1, 1)));
        }
        Tensor bias = Fixtures.uniform(region, 12, 9);
        check(new Model("half", builder.build(), Map.of("w", half, "b", bias)), 1e-5, 5, 6);
    }

    @Test
    void attentionInAllFormsComputesTheSame() {
        for (boolean causal : new boolean[] {false, true}) {
            for (int kvHeads : new int[] {1, 2, 4}) {
                GraphBuilder builder = new GraphBuilder();
                Dim batch = Dim.symbol("batch", 8);
                Value x = builder.input("x", TensorType.f32(batch, Dim.of(5), Dim.of(12)));
                Value memory = builder.input("memory", TensorType.f32(batch, Dim.of(7), Dim.of(3L * kvHeads)));
                Value values = builder.apply("values", new Relu(), memory);
                Value y = builder.apply("attention", new Attention(4, kvHeads, causal), x, memory, values);
                Model model = new Model("attention", builder.output("y", y).build(), Map.of());
                Map<String, Tensor> inputs = Map.of(
                        "x", Fixtures.uniform(region, 11, 2, 5, 12),
                        "memory", Fixtures.uniform(region, 12, 2, 7, 3L * kvHeads));
                check(model, 1e-5, inputs);
            }
        }
    }

    @Test
    void aCausalMaskNeedsAFixedNumberOfPositions() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.of(2), Dim.symbol("seq", 8), Dim.of(12)));
        Value y = builder.apply("attention", new Attention(4, 4, true), x, x, x);
        Model model = new Model("attention", builder.output("y", y).build(), Map.of());
        InvalidInput refused = assertThrows(InvalidInput.class, () -> OnnxExport.bytes(model));
        assertTrue(refused.getMessage().contains("a fixed number of positions"), refused.getMessage());
    }

    @Test
    void anEmbeddingGathersTheSameRows() {
        GraphBuilder builder = new GraphBuilder();
        Value table = builder.weight("table", TensorType.f32(6L, 3));
        Value ids = builder.input("ids", TensorType.of(DType.I32, Shape.of(2, 4)));
        builder.output("y", builder.apply("embedding", new Embedding(), table, ids));
        Tensor rows = region.tensor(DType.I32, Shape.of(2, 4));
        for (int i = 0; i < 8; i++) {
            rows.segment().setAtIndex(ValueLayout.JAVA_INT, i, i * 5 % 6);
        }
        check(Fixtures.model(builder.build(), budget, 3), 0, Map.of("ids", rows));
    }

    /** Every output of a batch, by the executor and from the file. */
    private void check(Model model, double tolerance, long... sizes) {
        check(model, tolerance, Map.of("x", Fixtures.uniform(region, 11, sizes)));
    }

    private void check(Model model, double tolerance, Map<String, Tensor> inputs) {
        Map<String, OnnxInterpreter.Array> arrays = new HashMap<>();
        inputs.forEach((name, tensor) -> {
            double[] values = new double[(int) tensor.shape().elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.dtype() == DType.I32
                        ? tensor.segment().getAtIndex(ValueLayout.JAVA_INT, i)
                        : tensor.getFloat(i);
            }
            arrays.put(name, new OnnxInterpreter.Array(tensor.shape().sizes(), values));
        });
        Map<String, OnnxInterpreter.Array> found = new OnnxInterpreter(OnnxExport.bytes(model)).run(arrays);
        var plan = new Planner(KernelCosts.typical()).plan(model.graph(), model.weights(), PlanRequest.baseline(8));
        try (Executor executor = Executor.open(plan, pool, budget)) {
            inputs.forEach((name, tensor) -> executor.bindings().input(name, tensor));
            executor.run();
            for (String output : model.graph().outputs().keySet()) {
                Tensor expected = executor.output(output);
                OnnxInterpreter.Array actual = Objects.requireNonNull(found.get(output), output);
                assertArrayEquals(expected.shape().sizes(), actual.sizes(), output);
                for (int i = 0; i < actual.values().length; i++) {
                    assertEquals(expected.getFloat(i), actual.values()[i], tolerance, output + " element " + i);
                }
            }
        }
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
