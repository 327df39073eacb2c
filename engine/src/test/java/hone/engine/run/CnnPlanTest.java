package hone.engine.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.Allocation;
import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Cnn;
import hone.engine.model.Model;
import hone.engine.rewrite.ActivationFusion;
import hone.engine.rewrite.PoolFusion;
import hone.engine.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole convolutional network, from pixels to logits. */
class CnnPlanTest {
    private static final int SIDE = 28;

    private final MemoryBudget budget = new MemoryBudget(256L << 20);
    private final MemoryRegion region = budget.open(Category.DATA, "test data");
    private final KernelPool pool = new KernelPool(3);
    private final Model model = Fixtures.model(Cnn.digits(), budget, 7);
    private final KernelCosts eager =
            new KernelCosts("eager", KernelCosts.typical().nanosPerWork(), 0, 1, 0);

    @AfterEach
    void giveBack() {
        region.close();
        pool.close();
    }

    private Tensor pictures(int batch) {
        return Fixtures.uniform(region, batch, batch, 1, SIDE, SIDE);
    }

    private float[] logits(PlanRequest request, Tensor x) {
        Plan plan = new Planner(eager).plan(model.graph(), model.weights(), request);
        try (Executor executor = Executor.open(plan, pool, budget)) {
            executor.bindings().input("x", x);
            executor.run();
            return executor.output("logits").toFloats();
        }
    }

    @Test
    void itHasTheParametersItSays() {
        long parameters = model.weights().values().stream()
                .mapToLong(tensor -> tensor.shape().elements())
                .sum();
        assertEquals(20_490, parameters);
    }

    @ParameterizedTest
    @EnumSource(
            value = Rung.class,
            names = {"NAIVE", "REORDERED", "SIMD", "PACKED"})
    void everyRungComputesTheNetworkAtEveryBatchUpToThePlanned(Rung rung) {
        Plan plan = new Planner(KernelCosts.typical())
                .plan(model.graph(), model.weights(), PlanRequest.baseline(9).withRung(LayerGlob.ALL, rung));
        try (Executor executor = Executor.open(plan, pool, budget)) {
            for (int batch : new int[] {9, 1, 4}) {
                Tensor x = pictures(batch);
                executor.bindings().input("x", x);
                executor.run();
                float[] found = executor.output("logits").toFloats();
                assertEquals(10 * batch, found.length);
                for (int image = 0; image < batch; image++) {
                    double[] expected = CnnOracle.logits(model, x, image);
                    for (int c = 0; c < 10; c++) {
                        double tolerance = 1e-5 * Math.max(1, Math.abs(expected[c]));
                        assertEquals(expected[c], found[10 * image + c], tolerance, rung + " image " + image);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Rung.class,
            names = {"REORDERED", "SIMD", "PACKED"})
    void resultsDoNotDependOnTheNumberOfThreads(Rung rung) {
        for (int batch : new int[] {1, 9}) {
            PlanRequest request = PlanRequest.baseline(batch).withRung(LayerGlob.ALL, rung);
            Tensor x = pictures(batch);
            float[] alone = logits(request, x);
            for (int threads = 2; threads <= 3; threads++) {
                assertArrayEquals(alone, logits(request.withThreads(LayerGlob.ALL, threads), x));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Rung.class,
            names = {"REORDERED", "SIMD", "PACKED"})
    void aSteadyRunAllocatesNothing(Rung rung) {
        PlanRequest request =
                PlanRequest.baseline(1).withRung(LayerGlob.ALL, rung).withThreads(LayerGlob.ALL, 2);
        Graph fused = PoolFusion.of(ActivationFusion.of(model.graph(), LayerGlob.ALL), LayerGlob.ALL);
        for (Graph graph : List.of(model.graph(), fused)) {
            Plan plan = new Planner(eager).plan(graph, model.weights(), request);
            try (Executor executor = Executor.open(plan, pool, budget)) {
                executor.bindings().input("x", pictures(1));
                Allocation.assertNone(
                        "20 runs of " + graph.applications().size() + " ops",
                        Allocation.times(200, executor::run),
                        Allocation.times(20, executor::run));
            }
        }
    }
}
