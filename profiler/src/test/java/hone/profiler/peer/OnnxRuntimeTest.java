package hone.profiler.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import hone.engine.format.onnx.OnnxExport;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.op.activation.Relu;
import hone.engine.op.attention.Attention;
import hone.engine.op.conv.AveragePool2d;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.Extent;
import hone.engine.op.conv.GlobalAveragePool2d;
import hone.engine.op.conv.MaxPool2d;
import hone.engine.op.elementwise.Add;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.MatMul;
import hone.engine.op.shape.Flatten;
import hone.engine.random.CounterRandom;
import hone.engine.run.Executor;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same weights in ONNX Runtime and here give the same outputs; without the library a sentence says so. */
@Tag("peers")
class OnnxRuntimeTest {
    private static final OnnxRuntime RUNTIME = new OnnxRuntime();

    private final MemoryBudget budget = new MemoryBudget(1L << 30);
    private final MemoryRegion region = budget.open(Category.DATA, "test data");
    private final KernelPool pool = new KernelPool(1);

    @AfterEach
    void close() {
        region.close();
        pool.close();
    }

    private static void requireLibrary() {
        var reason = RUNTIME.unavailableReason();
        assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    }

    @Test
    void itHasAVersionOrAReason() {
        var reason = RUNTIME.unavailableReason();
        if (reason.isEmpty()) {
            System.out.println("onnxruntime: " + RUNTIME.version());
            assertTrue(RUNTIME.version().matches("1\\.\\d+\\.\\d+"), RUNTIME.version());
        } else {
            System.out.println("skipped: onnxruntime is unavailable: " + reason.get());
            Unavailable refused = assertThrows(Unavailable.class, RUNTIME::version);
            assertTrue(refused.getMessage().contains(reason.get()), refused.getMessage());
        }
    }

    @Test
    void aPerceptronAtEveryBatchAndNumberOfThreads() {
        requireLibrary();
        Model model = model(Mlp.graph(784, 128, 64, 10));
        for (int batch : new int[] {1, 32, 256}) {
            check(model, 1, 1e-4F, batch, 784);
            check(model, 2, 1e-4F, batch, 784);
        }
    }

    @Test
    void productsAndSumsInAllForms() {
        requireLibrary();
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(6)));
        Value square = builder.weight("square", TensorType.f32(6L, 6));
        Value tall = builder.weight("tall", TensorType.f32(9L, 6));
        Value plain = builder.apply("plain", new MatMul(false, false), x, square);
        Value turned = builder.apply("turned", new MatMul(false, true), plain, tall);
        Value inner = builder.apply("inner", new MatMul(true, false), turned, x);
        Value unbiased = builder.apply("unbiased", new Linear(false), x, square);
        Value sum = builder.apply("sum", new Add(), plain, unbiased);
        builder.output("y", sum).output("inner", inner).output("same", x).output("again", sum);
        check(model(builder.build()), 1, 1e-4F, 5, 6);
    }

    @Test
    void layersOverThreeDimensions() {
        requireLibrary();
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(3), Dim.of(6)));
        Value layer = builder.apply(
                "layer",
                new Linear(true),
                x,
                builder.weight("w", TensorType.f32(9L, 6)),
                builder.weight("b", TensorType.f32(9L)));
        builder.output(
                "y", builder.apply("second", new Linear(false), layer, builder.weight("v", TensorType.f32(4L, 9))));
        check(model(builder.build()), 1, 1e-4F, 5, 3, 6);
    }

    @Test
    void convolutionsAndPoolingInAllForms() {
        requireLibrary();
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(4), Dim.of(11), Dim.of(9)));
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
        check(model(builder.build()), 1, 1e-4F, 3, 4, 11, 9);
    }

    @Test
    void attentionInAllForms() {
        requireLibrary();
        for (boolean causal : new boolean[] {false, true}) {
            for (int kvHeads : new int[] {1, 2, 4}) {
                GraphBuilder builder = new GraphBuilder();
                Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(7), Dim.of(12)));
                long width = 3L * kvHeads;
                Value k = builder.apply("k", new Linear(false), x, builder.weight("wk", TensorType.f32(width, 12)));
                Value v = builder.apply("v", new Linear(false), x, builder.weight("wv", TensorType.f32(width, 12)));
                builder.output("y", builder.apply("attention", new Attention(4, kvHeads, causal), x, k, v));
                check(model(builder.build()), 1, 1e-4F, 3, 7, 12);
            }
        }
    }

    /** Integers are summed exactly on both sides; what is left is the bias, rounded to whole units in the file. */
    @Test
    void int8Layers() {
        requireLibrary();
        for (boolean activations : new boolean[] {false, true}) {
            GraphBuilder builder = new GraphBuilder();
            Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(40)));
            Value hidden = builder.apply("relu", new Relu(), int8(builder, "first", activations, x, 9, 40));
            builder.output("y", int8(builder, "second", activations, hidden, 7, 9));
            check(model(builder.build()), 1, 1e-3F, 5, 40);
        }
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
    void whatItRefusesItSaysInItsOwnWords() {
        requireLibrary();
        byte[] noModel = "no model".getBytes(StandardCharsets.UTF_8);
        InvalidInput unreadable =
                assertThrows(InvalidInput.class, () -> RUNTIME.open(noModel, new OnnxSettings(1, false)));
        assertThrows(InvalidInput.class, () -> RUNTIME.openJava(noModel, new OnnxSettings(1, false)));
        assertTrue(unreadable.getMessage().contains("ONNX Runtime refuses"), unreadable.getMessage());
        byte[] onnx = OnnxExport.bytes(model(Mlp.graph(7, 3)));
        OnnxSettings settings = new OnnxSettings(1, false);
        for (PeerSession opened : List.of(RUNTIME.open(onnx, settings), RUNTIME.openJava(onnx, settings))) {
            try (PeerSession session = opened) {
                session.input("x", region.tensor(DType.F32, Shape.of(2, 8)));
                session.output("logits", region.tensor(DType.F32, Shape.of(2, 3)));
                InvalidInput wrong = assertThrows(InvalidInput.class, session::run);
                assertTrue(wrong.getMessage().contains("Got: 8 Expected: 7"), wrong.getMessage());
                Tensor bytes = region.tensor(DType.I8, Shape.of(2, 7));
                assertThrows(InvalidInput.class, () -> session.input("x", bytes).run());
            }
        }
        assertEquals(
                "2 threads, spinning off, operators in sequence, all graph optimizations",
                new OnnxSettings(2, false).text());
        assertThrows(InvalidInput.class, () -> new OnnxSettings(0, false));
    }

    private Model model(Graph graph) {
        CounterRandom random = new CounterRandom(5, 1, 0);
        Map<String, Tensor> weights = new HashMap<>();
        for (Node.Weight weight : graph.weights()) {
            Tensor tensor = region.tensor(weight.type().dtype(), weight.type().maxShape());
            long fanIn = weight.type().dim(weight.type().rank() - 1).max();
            for (long i = 0; i < tensor.shape().elements(); i++) {
                switch (weight.name().substring(weight.name().indexOf('.') + 1)) {
                    case "q" -> tensor.segment().set(ValueLayout.JAVA_BYTE, i, (byte) (random.nextInt(255) - 127));
                    case "input" -> tensor.setFloat(i, weight.name().startsWith("first") ? 1 / 127F : 10 / 127F);
                    case "scale" -> tensor.setFloat(i, (float) random.uniform(0.001, 0.01));
                    default -> tensor.setFloat(i, (float) (random.nextGaussian() / Math.sqrt((double) fanIn)));
                }
            }
            weights.put(weight.name(), tensor);
        }
        return new Model("test", graph, weights);
    }

    private void check(Model model, int threads, float tolerance, long... sizes) {
        Tensor x = region.tensor(DType.F32, Shape.of(sizes));
        CounterRandom random = new CounterRandom(11, 2, 0);
        for (long i = 0; i < x.shape().elements(); i++) {
            x.setFloat(i, (float) random.uniform(-1, 1));
        }
        PlanRequest request = PlanRequest.baseline(sizes[0]).withRung(LayerGlob.ALL, Rung.SIMD);
        var plan = new Planner(KernelCosts.typical()).plan(model.graph(), model.weights(), request);
        byte[] onnx = OnnxExport.bytes(model);
        OnnxSettings settings = new OnnxSettings(threads, false);
        try (Executor executor = Executor.open(plan, pool, budget);
                PeerSession session = RUNTIME.open(onnx, settings);
                PeerSession javaSession = RUNTIME.openJava(onnx, settings)) {
            executor.bindings().input("x", x);
            executor.run();
            Map<String, Tensor> found = results(session, executor, model, x);
            found.forEach((output, theirs) ->
                    assertArrayEquals(executor.output(output).toFloats(), theirs.toFloats(), tolerance, output));
            results(javaSession, executor, model, x)
                    .forEach((output, theirs) -> assertArrayEquals(
                            Objects.requireNonNull(found.get(output)).toFloats(), theirs.toFloats(), output));
        }
    }

    private Map<String, Tensor> results(PeerSession session, Executor executor, Model model, Tensor x) {
        session.input("x", x);
        Map<String, Tensor> found = new HashMap<>();
        for (String output : model.graph().outputs().keySet()) {
            Tensor theirs = region.tensor(DType.F32, executor.output(output).shape());
            found.put(output, theirs);
            session.output(output, theirs);
        }
        session.run();
        return found;
    }
}
