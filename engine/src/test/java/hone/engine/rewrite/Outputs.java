package hone.engine.rewrite;

import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.run.Executor;
import hone.engine.run.Fixtures;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.tensor.DType;
import hone.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a model gives for seeded inputs: every output, by name. */
final class Outputs {
    private Outputs() {}

    static SortedMap<String, float[]> of(Model model, long batch, Rung rung, int threads) {
        MemoryBudget budget = new MemoryBudget(1L << 28);
        PlanRequest request =
                PlanRequest.baseline(batch).withRung(LayerGlob.ALL, rung).withThreads(LayerGlob.ALL, threads);
        SortedMap<String, Tensor> results = new TreeMap<>();
        SortedMap<String, float[]> values = new TreeMap<>();
        try (MemoryRegion region = budget.open(Category.DATA, "test");
                KernelPool pool = new KernelPool(threads);
                Executor executor = Executor.open(
                        new Planner(KernelCosts.typical()).plan(model.graph(), model.weights(), request),
                        pool,
                        budget)) {
            Map<String, Long> symbols = Map.of("batch", batch);
            long seed = 1;
            for (Node.Input input : model.graph().inputs()) {
                long[] sizes = input.type().resolve(symbols).sizes();
                executor.bindings().input(input.name(), Fixtures.uniform(region, seed++, sizes));
            }
            model.graph().outputs().forEach((name, value) -> {
                Tensor result =
                        region.tensor(DType.F32, model.graph().type(value).resolve(symbols));
                executor.bindings().output(name, result);
                results.put(name, result);
            });
            executor.run();
            results.forEach((name, tensor) -> values.put(name, tensor.toFloats()));
        }
        return values;
    }

    /** The kinds of a graph's ops, in order. */
    static List<String> kinds(Model model) {
        return model.graph().applications().stream()
                .map(node -> node.op().kind())
                .toList();
    }
}
