package hone.engine.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Gpt;
import hone.engine.model.GptWeights;
import hone.engine.model.Model;
import hone.engine.rewrite.KeyValueCaching;
import hone.engine.run.Executor;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.Map;

/** Runs loaded transformers through the executor, over the whole sequence and token by token, and compares the scores. */
public final class Logits {
    private Logits() {}

    /** Asserts that both graphs give these scores, (tokens, vocabulary), up to a tolerance. */
    public static void assertSame(double[][] expected, GptWeights weights, int[] ids, double tolerance) {
        MemoryBudget budget = new MemoryBudget(256L << 20);
        try (MemoryRegion region = budget.open(Category.DATA, "test data");
                KernelPool pool = new KernelPool(1)) {
            Tensor position = region.tensor(DType.I32, Shape.of(1));
            Model whole = weights.whole();
            try (Executor executor = Executor.open(plan(whole), pool, budget)) {
                executor.bindings().input(Gpt.IDS, ids(region, ids)).input(Gpt.POSITION, position);
                executor.run();
                assertRows(expected, 0, executor.output(Gpt.LOGITS).toFloats(), tolerance, "whole");
            }
            Model cached = KeyValueCaching.of(whole, 1);
            Map<String, Tensor> caches = Gpt.caches(cached.graph(), region);
            try (Executor executor = Executor.open(plan(cached), caches, pool, budget)) {
                executor.bindings().input(Gpt.POSITION, position);
                for (int t = 0; t < ids.length; t++) {
                    position.segment().set(ValueLayout.JAVA_INT, 0, t);
                    executor.bindings().input(Gpt.IDS, ids(region, ids[t]));
                    executor.run();
                    assertRows(expected, t, executor.output(Gpt.LOGITS).toFloats(), tolerance, "token " + t);
                }
            }
        }
    }

    private static hone.engine.run.Plan plan(Model model) {
        PlanRequest request = PlanRequest.baseline(1).withRung(LayerGlob.ALL, Rung.PACKED);
        return new Planner(KernelCosts.typical()).plan(model.graph(), model.weights(), request);
    }

    private static Tensor ids(MemoryRegion region, int... ids) {
        Tensor tensor = region.tensor(DType.I32, Shape.of(1, ids.length));
        for (int i = 0; i < ids.length; i++) {
            tensor.segment().setAtIndex(ValueLayout.JAVA_INT, i, ids[i]);
        }
        return tensor;
    }

    private static void assertRows(double[][] expected, int from, float[] actual, double tolerance, String what) {
        int columns = expected[0].length;
        for (int i = 0; i < actual.length; i++) {
            assertEquals(expected[from + i / columns][i % columns], actual[i], tolerance, what + ", element " + i);
        }
    }
}
