package hone.engine.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.Allocation;
import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Rung;
import hone.engine.kernel.matmul.NativeMatMul;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The native rung in a plan: only when asked for, with a reason where it is missing, and as frugal as the others. */
@Tag("peers")
class NativeRungTest {
    /** Two blocks of rows. */
    private static final int BATCH = 2100;

    private final MemoryBudget budget = new MemoryBudget(1L << 30);
    private final MemoryRegion region = budget.open(Category.DATA, "test data");
    private final KernelPool pool = new KernelPool(3);
    private final Model model = Fixtures.model(Mlp.graph(29, 64, 5), budget, 7);

    @AfterEach
    void close() {
        region.close();
        pool.close();
    }

    private Plan plan(Rung rung, int threads) {
        Map<String, double[]> cheapest = new HashMap<>(KernelCosts.typical().nanosPerWork());
        cheapest.put("MatrixProduct/openblas", new double[] {1e-9, 1e-9, 1e-9, 1e-9});
        return new Planner(new KernelCosts("cheap", cheapest, 0, 1, 0))
                .plan(
                        model.graph(),
                        model.weights(),
                        PlanRequest.baseline(BATCH)
                                .withRung(LayerGlob.ALL, rung)
                                .withThreads(LayerGlob.ALL, threads));
    }

    @Test
    void noLowerRungEverTakesItHoweverCheapItIs() {
        for (Rung rung : Rung.values()) {
            if (rung != Rung.NATIVE) {
                plan(rung, 1)
                        .steps()
                        .forEach(step ->
                                assertNotEquals(Rung.NATIVE, step.kernel().rung()));
            }
        }
    }

    @Test
    void whereTheLibraryIsMissingTheNextRungRunsAndThePlanSaysWhy() {
        PlannedOp<?> first = plan(Rung.NATIVE, 1).steps().getFirst();
        var missing = new NativeMatMul().unavailableReason();
        if (missing.isPresent()) {
            assertEquals(Rung.PACKED, first.kernel().rung());
            assertEquals(KernelFit.FELL_BACK, first.fit());
            assertTrue(first.reason().contains("openblas: " + missing.get()), first.reason());
        } else {
            assertEquals("openblas", first.kernel().id());
        }
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() {
        requireLibrary();
        Tensor x = Fixtures.uniform(region, 3, BATCH, 29);
        float[] alone = logits(plan(Rung.NATIVE, 1), x);
        float[] packed = logits(plan(Rung.PACKED, 1), x);
        assertArrayEquals(packed, alone, 1e-5F);
        for (int threads = 2; threads <= 3; threads++) {
            Plan plan = plan(Rung.NATIVE, threads);
            assertEquals("openblas", plan.steps().getFirst().kernel().id());
            assertArrayEquals(alone, logits(plan, x));
        }
    }

    private float[] logits(Plan plan, Tensor x) {
        try (Executor executor = Executor.open(plan, pool, budget)) {
            executor.bindings().input("x", x);
            executor.run();
            return executor.output("logits").toFloats();
        }
    }

    @Test
    void aSteadyRunAllocatesNothing() {
        requireLibrary();
        try (Executor executor = Executor.open(plan(Rung.NATIVE, 1), pool, budget)) {
            executor.bindings().input("x", Fixtures.uniform(region, 3, BATCH, 29));
            Allocation.assertNone("20 runs", Allocation.times(500, executor::run), Allocation.times(20, executor::run));
        }
    }

    private static void requireLibrary() {
        var missing = new NativeMatMul().unavailableReason();
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
    }
}
