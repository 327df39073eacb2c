package hone.engine.format.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.graph.Graph;
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
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Files read back by a reader of the tests' own, and computed from the definitions, give what the executor gives. */
final class OnnxCheck implements AutoCloseable {
    private final MemoryBudget budget = new MemoryBudget(1L << 30);
    private final MemoryRegion region = budget.open(Category.DATA, "test data");
    private final KernelPool pool = new KernelPool(1);

    MemoryRegion region() {
        return region;
    }

    Model model(Graph graph, long seed) {
        return Fixtures.model(graph, budget, seed);
    }

    Tensor uniform(long seed, long... sizes) {
        return Fixtures.uniform(region, seed, sizes);
    }

    /** Every output for an input "x" of these sizes, by the executor and from the file. */
    void same(Model model, double tolerance, long... sizes) {
        same(model, tolerance, Map.of("x", uniform(11, sizes)));
    }

    void same(Model model, double tolerance, Map<String, Tensor> inputs) {
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

    @Override
    public void close() {
        region.close();
        pool.close();
    }
}
