package hone.profiler.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.format.onnx.OnnxExport;
import hone.engine.format.onnx.ProductForms;
import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.random.CounterRandom;
import hone.engine.run.Executor;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The same weights in ONNX Runtime and here give the same outputs. */
final class OnnxPeer implements AutoCloseable {
    static final OnnxRuntime RUNTIME = new OnnxRuntime();

    private final MemoryBudget budget = new MemoryBudget(1L << 30);
    private final MemoryRegion region = budget.open(Category.DATA, "test data");
    private final KernelPool pool = new KernelPool(1);

    static void requireLibrary() {
        var reason = RUNTIME.unavailableReason();
        assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    }

    MemoryRegion region() {
        return region;
    }

    /** With random weights. */
    Model model(Graph graph) {
        return ProductForms.model(graph, region);
    }

    /** Every output for an input "x" of these sizes, here and by both interfaces, which agree to the bit. */
    void same(Model model, int threads, float tolerance, long... sizes) {
        Tensor x = region.tensor(DType.F32, Shape.of(sizes));
        CounterRandom random = new CounterRandom(11, 2, 0);
        for (long i = 0; i < x.shape().elements(); i++) {
            x.setFloat(i, (float) random.uniform(-1, 1));
        }
        same(model, threads, tolerance, sizes[0], Map.of("x", x));
    }

    /** Exact where activations are rounded; weights are not widened once, so that what the file says of them is what runs. */
    static OnnxSettings settings(Model model, int threads) {
        Rounding rounding = Rounding.of(model.graph());
        return new OnnxSettings(threads, false, rounding == Rounding.ACTIVATIONS ? rounding : Rounding.NONE);
    }

    void same(Model model, int threads, float tolerance, long batch, Map<String, Tensor> inputs) {
        PlanRequest request = PlanRequest.baseline(batch).withRung(LayerGlob.ALL, Rung.SIMD);
        var plan = new Planner(KernelCosts.typical()).plan(model.graph(), model.weights(), request);
        byte[] onnx = OnnxExport.bytes(model);
        OnnxSettings settings = settings(model, threads);
        try (Executor executor = Executor.open(plan, pool, budget);
                PeerSession session = RUNTIME.open(onnx, settings);
                PeerSession javaSession = RUNTIME.openJava(onnx, settings)) {
            inputs.forEach(executor.bindings()::input);
            executor.run();
            Map<String, Tensor> found = results(session, executor, model, inputs);
            found.forEach((output, theirs) ->
                    assertArrayEquals(executor.output(output).toFloats(), theirs.toFloats(), tolerance, output));
            results(javaSession, executor, model, inputs)
                    .forEach((output, theirs) -> assertArrayEquals(
                            Objects.requireNonNull(found.get(output)).toFloats(), theirs.toFloats(), output));
        }
    }

    private Map<String, Tensor> results(
            PeerSession session, Executor executor, Model model, Map<String, Tensor> inputs) {
        inputs.forEach(session::input);
        Map<String, Tensor> found = new HashMap<>();
        for (String output : model.graph().outputs().keySet()) {
            Tensor theirs = region.tensor(DType.F32, executor.output(output).shape());
            found.put(output, theirs);
            session.output(output, theirs);
        }
        session.run();
        return found;
    }

    @Override
    public void close() {
        region.close();
        pool.close();
    }
}
