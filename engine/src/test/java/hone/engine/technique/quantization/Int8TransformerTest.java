package hone.engine.technique.quantization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.generate.Sequence;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Gpt;
import hone.engine.model.Model;
import hone.engine.model.NamedGpt;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.Linear;
import hone.engine.run.Fixtures;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.run.Probe;
import hone.engine.technique.Fold;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import hone.engine.technique.SetupCache;
import hone.engine.technique.Workbench;
import hone.engine.tensor.DType;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** INT8 in transformers, whose linear layers may lack biases and whose output may read the embedding's table. */
class Int8TransformerTest {
    private static final long SEED = 12;
    private static final int[] TOKENS = {3, 14, 15, 9, 2, 6};

    private final MemoryBudget budget = new MemoryBudget(64L << 20);

    @AutoClose
    private final KernelPool pool = new KernelPool(1);

    private final Planner planner = new Planner(KernelCosts.typical());

    private Setup folded(Model model, String recipe) {
        Workbench workbench = new Workbench(
                () -> {
                    throw new AssertionError("nothing calibrates");
                },
                "none",
                SEED,
                planner,
                pool,
                budget,
                Progress.NONE,
                new Cancellation());
        return new Fold(new SetupCache())
                .fold(new Setup(model, PlanRequest.baseline(1)), Recipe.parse(recipe), workbench)
                .setup();
    }

    private float[] scores(Setup setup) {
        var plan = planner.plan(setup.model().graph(), setup.model().weights(), setup.request());
        try (Sequence sequence = Sequence.open(plan, pool, budget)) {
            return sequence.append(TOKENS, Probe.NONE, new Cancellation()).clone();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-2-32-4-12-v31", "gpt-2-32-4-12-v31-gpt2", "gpt-1-32-4-12-v31-untied-kv2"})
    void allLinearLayersAreQuantizedAndTheScoresStayClose(String name) {
        Model model = Fixtures.model(NamedGpt.parse(name).architecture().graph().get(), budget, SEED);
        Setup quantized = folded(model, "int8,simd");
        var ops = quantized.model().graph().applications();
        assertTrue(ops.stream().noneMatch(node -> node.op() instanceof Linear), name);
        long layers = model.graph().applications().stream()
                .filter(node -> node.op() instanceof Linear)
                .count();
        assertEquals(
                layers,
                ops.stream().filter(node -> node.op() instanceof Int8Linear).count());
        assertEquals(DType.F32, quantized.model().weight(Gpt.TABLE).dtype(), "the embedding still reads float32 rows");
        assertEquals(DType.I8, quantized.model().weight(Gpt.OUTPUT).dtype(), "the output has bytes of its own");
        float[] exact = scores(folded(model, "simd"));
        float[] rounded = scores(quantized);
        double error = 0;
        double size = 0;
        for (int i = 0; i < exact.length; i++) {
            error += (exact[i] - rounded[i]) * (exact[i] - rounded[i]);
            size += exact[i] * exact[i];
        }
        assertTrue(error > 0, "rounding changes something");
        assertTrue(Math.sqrt(error / size) < 0.05, name + ": " + Math.sqrt(error / size) + ", seed " + SEED);
        assertArrayEquals(rounded, scores(folded(model, "int8,kvcache,simd")), 1e-4F, "with kept keys and values");
        assertArrayEquals(rounded, scores(folded(model, "kvcache,int8,simd")), 1e-4F, "in the other order");
    }
}
