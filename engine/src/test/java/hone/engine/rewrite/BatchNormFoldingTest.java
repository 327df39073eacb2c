package hone.engine.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.graph.Cost;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.op.activation.Activation;
import hone.engine.op.activation.Relu;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.Extent;
import hone.engine.op.matmul.Linear;
import hone.engine.op.normalization.BatchNorm;
import hone.engine.run.Executor;
import hone.engine.run.Fixtures;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folded model gives what the model gave, with fewer ops; where folding would be wrong, nothing happens. */
class BatchNormFoldingTest {
    private static final int BATCH = 5;

    private final MemoryBudget budget = new MemoryBudget(1L << 28);
    private final GraphBuilder builder = new GraphBuilder();

    private Value x(long... sizes) {
        return builder.input("x", TensorType.f32(sizes));
    }

    private Value linear(String name, Value x, long in, long out, boolean bias) {
        Value weight = builder.weight(name + ".weight", TensorType.f32(out, in));
        return bias
                ? builder.apply(name, new Linear(true), x, weight, builder.weight(name + ".bias", TensorType.f32(out)))
                : builder.apply(name, new Linear(false), x, weight);
    }

    private Value normalized(String name, Value x, long channels) {
        TensorType type = TensorType.f32(channels);
        return builder.apply(
                name,
                new BatchNorm(1e-3f),
                x,
                builder.weight(name + ".weight", type),
                builder.weight(name + ".bias", type),
                builder.weight(name + ".mean", type),
                builder.weight(name + ".variance", type));
    }

    /** Seeded weights; variances are made positive. */
    private Model model(Graph graph) {
        Model model = Fixtures.model(graph, budget, 3);
        model.weights().forEach((name, tensor) -> {
            if (name.endsWith(".variance")) {
                for (long i = 0; i < tensor.shape().elements(); i++) {
                    tensor.setFloat(i, 0.1f + Math.abs(tensor.getFloat(i)));
                }
            }
        });
        return new Model(model.id(), graph, model.weights());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void foldedLayersGiveTheSameWithFewerOps(boolean bias) {
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 64), Dim.of(13)));
        Value first = builder.apply("relu", new Relu(), normalized("bn1", linear("fc1", x, 13, 17, bias), 17));
        Graph graph = builder.output("y", normalized("bn2", linear("fc2", first, 17, 3, bias), 3))
                .build();
        Model model = model(graph);
        Model folded = BatchNormFolding.of(model, LayerGlob.ALL, budget);
        assertEquals(
                List.of("Linear", "Relu", "Linear"),
                folded.graph().applications().stream()
                        .map(node -> node.op().kind())
                        .toList());
        assertEquals(
                List.of("fc1.bias", "fc1.weight", "fc2.bias", "fc2.weight"),
                List.copyOf(folded.weights().keySet()));
        Cost before = total(graph);
        Cost after = total(folded.graph());
        assertEquals(before.flops(), after.flops());
        // Each element loses two operations, each channel five; a bias that was not there costs one an element
        assertEquals(before.elementwiseOps() - 64L * 20 * (bias ? 2 : 1) - 5L * 20, after.elementwiseOps());
        float[] expected = run(model, 13, 3);
        float[] actual = run(folded, 13, 3);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 0x1p-18 * (1 + Math.abs(expected[i])), "at " + i);
        }
    }

    /** Groups, too: a filter belongs to one output channel, whatever it sees of the input. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6})
    void convolutions(int groups) {
        Value image = builder.input("x", TensorType.f32(Dim.symbol("batch", 64), Dim.of(6), Dim.of(9), Dim.of(8)));
        Conv2d op = new Conv2d(Extent.square(2), Extent.square(1), Extent.square(1), groups, groups == 2);
        List<Value> inputs =
                new ArrayList<>(List.of(image, builder.weight("conv.weight", TensorType.f32(12, 6 / groups, 3, 3))));
        if (op.bias()) {
            inputs.add(builder.weight("conv.bias", TensorType.f32(12L)));
        }
        Value conv = builder.apply("conv", op, inputs).getFirst();
        Value relu = builder.apply("relu", new Relu(), normalized("bn", conv, 12));
        Model model = model(builder.output("y", relu).build());
        Model folded = BatchNormFolding.of(model, LayerGlob.ALL, budget);
        assertEquals(List.of("Conv2d", "Relu"), Outputs.kinds(folded));
        assertEquals(
                folded.graph().nodes(),
                BatchNormFolding.of(model.graph(), LayerGlob.ALL).nodes());
        float[] expected = Outputs.of(model, 3, Rung.SIMD, 1).getOrDefault("y", new float[0]);
        float[] actual = Outputs.of(folded, 3, Rung.SIMD, 1).getOrDefault("y", new float[0]);
        assertEquals(3 * 12 * 5 * 4, expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 0x1p-18 * (1 + Math.abs(expected[i])), "at " + i);
        }
    }

    /** What is normalized is the activation's result, and no weight of the layer can do that. */
    @Test
    void aLayerWithAFusedActivation() {
        Value weight = builder.weight("fc.weight", TensorType.f32(3L, 3));
        Value layer = builder.apply("fc", new Linear(false, Activation.RELU), x(BATCH, 3), weight);
        unchanged(builder.output("y", normalized("bn", layer, 3)).build());
    }

    @Test
    void theFoldedNumbersAreRoundedOnce() {
        Graph graph = builder.output("y", normalized("bn", linear("fc", x(BATCH, 3), 3, 2, true), 2))
                .build();
        Model model = model(graph);
        Model folded = BatchNormFolding.of(model, LayerGlob.ALL, budget);
        for (int c = 0; c < 2; c++) {
            double factor = model.weight("bn.weight").getFloat(c)
                    / Math.sqrt((double) model.weight("bn.variance").getFloat(c) + 1e-3f);
            for (int i = 0; i < 3; i++) {
                assertEquals(
                        (float) (model.weight("fc.weight").getFloat(c * 3L + i) * factor),
                        folded.weight("fc.weight").getFloat(c * 3L + i));
            }
            double bias = ((double) model.weight("fc.bias").getFloat(c)
                                    - model.weight("bn.mean").getFloat(c))
                            * factor
                    + model.weight("bn.bias").getFloat(c);
            assertEquals((float) bias, folded.weight("fc.bias").getFloat(c));
        }
    }

    @Test
    void aLayerThatOthersReadToo() {
        Value layer = linear("fc", x(BATCH, 3), 3, 2, true);
        unchanged(builder.output("raw", layer)
                .output("y", normalized("bn", layer, 2))
                .build());
    }

    @Test
    void aWeightThatOthersUseToo() {
        Value x = x(BATCH, 3);
        Value weight = builder.weight("shared", TensorType.f32(3L, 3));
        Value first = builder.apply("a", new Linear(false), x, weight);
        Value second = builder.apply("b", new Linear(false), normalized("bn", first, 3), weight);
        unchanged(builder.output("y", second).build());
    }

    /** Behind a layer of sequences, dimension 1 is the place in the sequence and not the layer's output. */
    @Test
    void aNormalizationOverAnotherDimension() {
        unchanged(builder.output("y", normalized("bn", linear("fc", x(BATCH, 4, 3), 3, 4, true), 4))
                .build());
    }

    @Test
    void statisticsThatAreNotWeights() {
        Value layer = linear("fc", x(BATCH, 3), 3, 2, true);
        Value mean = builder.input("mean", TensorType.f32(2));
        Value weight = builder.weight("w", TensorType.f32(2));
        unchanged(builder.output("y", builder.apply("bn", new BatchNorm(1e-3f), layer, weight, weight, mean, weight))
                .build());
    }

    /** One set of statistics for two layers stays as long as one of them needs it. */
    @Test
    void sharedStatisticsStayWhereTheyAreNeeded() {
        TensorType type = TensorType.f32(3);
        Value x = x(BATCH, 3);
        List<Value> shared = List.of(
                builder.weight("s.weight", type),
                builder.weight("s.bias", type),
                builder.weight("s.mean", type),
                builder.weight("s.variance", type));
        Value first = builder.apply(
                "bn1",
                new BatchNorm(1e-3f),
                linear("fc", x, 3, 3, true),
                shared.get(0),
                shared.get(1),
                shared.get(2),
                shared.get(3));
        Value relu = builder.apply("relu", new Relu(), first);
        Value second = builder.apply(
                "bn2", new BatchNorm(1e-3f), relu, shared.get(0), shared.get(1), shared.get(2), shared.get(3));
        Model model = model(builder.output("y", second).build());
        Model folded = BatchNormFolding.of(model, LayerGlob.ALL, budget);
        assertEquals(
                List.of("Linear", "Relu", "BatchNorm"),
                folded.graph().applications().stream()
                        .map(node -> node.op().kind())
                        .toList());
        assertTrue(folded.weights().containsKey("s.mean"));
        float[] expected = run(model, 3, 3);
        float[] actual = run(folded, 3, 3);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 0x1p-18 * (1 + Math.abs(expected[i])), "at " + i);
        }
    }

    private void unchanged(Graph graph) {
        Model model = model(graph);
        assertSame(model, BatchNormFolding.of(model, LayerGlob.ALL, budget));
    }

    private static Cost total(Graph graph) {
        return graph.costs(Map.of("batch", 64L)).values().stream().reduce(Cost.ZERO, Cost::plus);
    }

    private float[] run(Model model, int in, int out) {
        PlanRequest request = PlanRequest.baseline(BATCH).withRung(LayerGlob.ALL, Rung.SIMD);
        try (MemoryRegion region = budget.open(Category.DATA, "test");
                KernelPool pool = new KernelPool(1);
                Executor executor = Executor.open(
                        new Planner(KernelCosts.typical()).plan(model.graph(), model.weights(), request),
                        pool,
                        budget)) {
            Tensor result = Fixtures.uniform(region, 0, BATCH, out);
            executor.bindings()
                    .input("x", Fixtures.uniform(region, 1, BATCH, in))
                    .output("y", result);
            executor.run();
            return result.toFloats();
        }
    }

    @Test
    void aModelWithoutNormalizationIsLeftAlone() {
        Graph graph = builder.output("y", linear("fc", x(BATCH, 3), 3, 2, true)).build();
        assertTrue(graph.nodes().stream().noneMatch(Node.State.class::isInstance));
        unchanged(graph);
    }
}
