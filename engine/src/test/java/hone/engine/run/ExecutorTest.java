package hone.engine.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Allocation;
import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.engine.OverBudget;
import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExecutorTest {
    private final MemoryBudget budget = new MemoryBudget(256L << 20);
    private final MemoryRegion region = budget.open(Category.DATA, "test data");
    private final KernelPool pool = new KernelPool(3);
    private final Model model = Fixtures.model(Mlp.graph(29, 17, 13, 5), budget, 7);

    @AfterEach
    void giveBack() {
        region.close();
        pool.close();
    }

    private Plan plan(PlanRequest request) {
        return new Planner(KernelCosts.typical()).plan(model.graph(), model.weights(), request);
    }

    private static float[][] rows(Tensor tensor) {
        int columns = (int) tensor.shape().size(1);
        float[][] rows = new float[(int) tensor.shape().size(0)][columns];
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < columns; c++) {
                rows[r][c] = tensor.getFloat((long) r * columns + c);
            }
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource(
            value = Rung.class,
            names = {"BOXED", "NAIVE", "REORDERED", "TILED", "SIMD", "PACKED"})
    void everyRungComputesThePerceptronAtEveryBatchUpToThePlanned(Rung rung) {
        Plan plan = plan(PlanRequest.baseline(9).withRung(LayerGlob.ALL, rung));
        try (Executor executor = Executor.open(plan, pool, budget)) {
            for (int batch : new int[] {9, 1, 4, 8}) {
                Tensor x = Fixtures.uniform(region, batch, batch, 29);
                executor.bindings().input("x", x);
                executor.run();
                double[][] expected = Fixtures.perceptron(model, rows(x), 3);
                float[][] found = rows(executor.output("logits"));
                assertEquals(batch, found.length);
                for (int r = 0; r < batch; r++) {
                    for (int c = 0; c < 5; c++) {
                        assertEquals(expected[r][c], found[r][c], 1e-5, rung + " row " + r + " column " + c);
                    }
                }
            }
        }
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() {
        KernelCosts eager = new KernelCosts("eager", KernelCosts.typical().nanosPerWork(), 0, 1, 0);
        Tensor x = Fixtures.uniform(region, 3, 9, 29);
        float[] alone = logits(new Planner(eager).plan(model.graph(), model.weights(), PlanRequest.baseline(9)), x);
        for (int threads = 2; threads <= 3; threads++) {
            PlanRequest request = PlanRequest.baseline(9).withThreads(LayerGlob.ALL, threads);
            Plan plan = new Planner(eager).plan(model.graph(), model.weights(), request);
            assertEquals(threads, plan.threads());
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
    void outputsGoToTheCallersMemory() {
        Tensor x = Fixtures.uniform(region, 3, 4, 29);
        Tensor mine = Fixtures.uniform(region, 4, 4, 5);
        try (Executor executor = Executor.open(plan(PlanRequest.baseline(4)), pool, budget)) {
            executor.bindings().input("x", x).output("logits", mine);
            executor.run();
        }
        assertArrayEquals(logits(plan(PlanRequest.baseline(4)), x), mine.toFloats());
    }

    @Test
    void aSteadyRunAllocatesNothing() {
        KernelCosts eager = new KernelCosts("eager", KernelCosts.typical().nanosPerWork(), 0, 1, 0);
        PlanRequest request =
                PlanRequest.baseline(9).withRung(LayerGlob.ALL, Rung.SIMD).withThreads(LayerGlob.ALL, 2);
        Plan plan = new Planner(eager).plan(model.graph(), model.weights(), request);
        try (Executor executor = Executor.open(plan, pool, budget)) {
            executor.bindings().input("x", Fixtures.uniform(region, 3, 9, 29));
            Allocation.assertNone("20 runs", Allocation.times(200, executor::run), Allocation.times(20, executor::run));
        }
    }

    @Test
    void aProbeSeesEveryOpBeginAndEndInOrder() {
        List<String> seen = new ArrayList<>();
        Probe probe = new Probe() {
            @Override
            public void before(int step) {
                seen.add("+" + step);
            }

            @Override
            public void after(int step) {
                seen.add("-" + step);
            }
        };
        try (Executor executor = Executor.open(plan(PlanRequest.baseline(2)), pool, budget)) {
            executor.bindings().input("x", Fixtures.uniform(region, 1, 2, 29));
            executor.run(probe, new Cancellation());
        }
        assertEquals(List.of("+0", "-0", "+1", "-1", "+2", "-2", "+3", "-3", "+4", "-4"), seen);
    }

    @Test
    void everythingIsGivenBackWhetherItRanOrNot() {
        long before = budget.used();
        Plan plan = plan(PlanRequest.baseline(64).withRung(LayerGlob.ALL, Rung.SIMD));
        Executor executor = Executor.open(plan, pool, budget);
        assertTrue(budget.used() > before);
        executor.close();
        executor.close();
        assertEquals(before, budget.used());
        MemoryBudget tight = new MemoryBudget(1024);
        OverBudget refused = assertThrows(OverBudget.class, () -> Executor.open(plan, pool, tight));
        assertTrue(refused.getMessage().contains("1024 are left"), refused.getMessage());
        assertEquals(0, tight.used());
    }

    @Test
    void aRaisedCancellationStopsTheRun() {
        Cancellation stop = new Cancellation();
        stop.cancel();
        try (Executor executor = Executor.open(plan(PlanRequest.baseline(2)), pool, budget)) {
            executor.bindings().input("x", Fixtures.uniform(region, 1, 2, 29));
            assertThrows(Cancelled.class, () -> executor.run(Probe.NONE, stop));
        }
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheNumbers() {
        try (Executor executor = Executor.open(plan(PlanRequest.baseline(2)), pool, budget)) {
            InvalidInput unbound = assertThrows(InvalidInput.class, executor::run);
            assertTrue(unbound.getMessage().contains("batch")
                    || unbound.getMessage().contains("x"));
            InvalidInput tooMany = assertThrows(
                    InvalidInput.class, () -> executor.bindings().input("x", Fixtures.uniform(region, 1, 3, 29)));
            assertTrue(tooMany.getMessage().contains("between 1 and 2"), tooMany.getMessage());
            InvalidInput tooWide = assertThrows(
                    InvalidInput.class, () -> executor.bindings().input("x", Fixtures.uniform(region, 1, 2, 28)));
            assertTrue(tooWide.getMessage().contains("29"), tooWide.getMessage());
        }
    }
}
