package hone.engine.format.onnx.lowering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.data.DigitGenerator;
import hone.engine.format.onnx.OnnxExport;
import hone.engine.format.onnx.OnnxModel;
import hone.engine.graph.Graph;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.rewrite.Unfusion;
import hone.engine.run.Executor;
import hone.engine.run.Fixtures;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.technique.Fold;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import hone.engine.technique.SetupCache;
import hone.engine.technique.Workbench;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Models that were written as ONNX and read back compute what they computed before, with the same ops. */
final class RoundTrip implements AutoCloseable {
    private final MemoryBudget budget = new MemoryBudget(1L << 30);
    private final MemoryRegion region = budget.open(Category.DATA, "test data");
    private final KernelPool pool = new KernelPool(1);

    MemoryRegion region() {
        return region;
    }

    Model model(Graph graph) {
        return Fixtures.model(graph, budget, 7);
    }

    Tensor uniform(long seed, long... sizes) {
        return Fixtures.uniform(region, seed, sizes);
    }

    Tensor ids(int vocabulary, long... sizes) {
        Tensor ids = region.tensor(DType.I32, Shape.of(sizes));
        for (int i = 0; i < ids.shape().elements(); i++) {
            ids.segment().setAtIndex(ValueLayout.JAVA_INT, i, (i * 7 + 3) % vocabulary);
        }
        return ids;
    }

    Tensor position(int at) {
        Tensor position = region.tensor(DType.I32, Shape.of(1));
        position.segment().setAtIndex(ValueLayout.JAVA_INT, 0, at);
        return position;
    }

    /** The model after a recipe, calibrated by generated digits. */
    Model folded(Model model, String recipe) {
        Workbench workbench = new Workbench(
                () -> DigitGenerator.generate(1, DigitGenerator.Stream.TRAIN, 0, 80, Progress.NONE, new Cancellation()),
                "generated:80",
                1,
                new Planner(KernelCosts.typical()),
                pool,
                budget,
                Progress.NONE,
                new Cancellation());
        Setup base = new Setup(model, PlanRequest.baseline(1));
        return new Fold(new SetupCache())
                .fold(base, Recipe.parse(recipe), workbench)
                .setup()
                .model();
    }

    OnnxImport.Outcome lowered(OnnxModel model) {
        return OnnxImport.lower(model, "back", region, new Cancellation());
    }

    Model back(Model model) {
        byte[] file = OnnxExport.bytes(model);
        return lowered(OnnxModel.read(file, model.id())).require(model.id());
    }

    /** Every output for these inputs, before and after the way through a file; and the ops' kinds, in any order. */
    Model same(Model model, double tolerance, Map<String, Tensor> inputs) {
        Model back = back(model);
        assertEquals(kinds(Unfusion.of(model)), kinds(back));
        assertEquals(model.graph().inputs().toString(), back.graph().inputs().toString());
        Map<String, float[]> expected = run(model, inputs);
        Map<String, float[]> actual = run(back, inputs);
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, values) ->
                assertArrayEquals(values, Objects.requireNonNull(actual.get(name)), (float) tolerance, name));
        return back;
    }

    static List<String> kinds(Model model) {
        return model.graph().applications().stream()
                .map(node -> node.op().toString())
                .sorted()
                .toList();
    }

    Map<String, float[]> run(Model model, Map<String, Tensor> inputs) {
        var plan = new Planner(KernelCosts.typical()).plan(model.graph(), model.weights(), PlanRequest.baseline(8));
        Map<String, float[]> outputs = new LinkedHashMap<>();
        try (Executor executor = Executor.open(plan, pool, budget)) {
            inputs.forEach((name, tensor) -> executor.bindings().input(name, tensor));
            executor.run();
            for (String output : model.graph().outputs().keySet()) {
                outputs.put(output, executor.output(output).toFloats());
            }
        }
        return outputs;
    }

    @Override
    public void close() {
        region.close();
        pool.close();
    }
}
