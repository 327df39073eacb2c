package hone.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Rung;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private final MemoryBudget budget = new MemoryBudget(64L << 20);
    private final Model model = Fixtures.model(Mlp.graph(40, 20, 10), budget, 1);

    private Plan plan(PlanRequest request) {
        return new Planner(KernelCosts.typical()).plan(model.graph(), model.weights(), request);
    }

    @Test
    void thePlainRequestTakesTheReorderedRungOnOneThread() {
        Plan plan = plan(PlanRequest.baseline(8));
        plan.steps().forEach(step -> assertEquals(Rung.REORDERED, step.kernel().rung(), step.reason()));
        assertEquals(1, plan.threads());
    }

    @Test
    void rungsFollowTheLastPatternThatMatches() {
        Plan plan = plan(
                PlanRequest.baseline(8).withRung(LayerGlob.ALL, Rung.SIMD).withRung(new LayerGlob("fc2"), Rung.NAIVE));
        assertEquals("simd", kernel(plan, "fc1"));
        assertEquals("naive", kernel(plan, "fc2"));
    }

    /** A rectifier's ladder ends with the vectors: nothing it was asked for is missing. */
    @Test
    void anOpWhoseLadderEndsLowerHasNotFallenBack() {
        assertEquals(KernelFit.AS_ASKED, fit(plan(PlanRequest.baseline(8)), "fc1"));
        Plan packed = plan(PlanRequest.baseline(8).withRung(LayerGlob.ALL, Rung.PACKED));
        assertEquals(KernelFit.AS_ASKED, fit(packed, "fc1"));
        assertEquals(KernelFit.HIGHEST, fit(packed, "relu1"));
        Plan boxed = plan(PlanRequest.baseline(8).withRung(LayerGlob.ALL, Rung.BOXED));
        assertEquals(KernelFit.LOWEST, fit(boxed, "relu1"));
    }

    private static KernelFit fit(Plan plan, String node) {
        return plan.steps().stream()
                .filter(step -> step.node().name().equals(node))
                .findFirst()
                .orElseThrow()
                .fit();
    }

    private static String kernel(Plan plan, String node) {
        return plan.steps().stream()
                .filter(step -> step.node().name().equals(node))
                .findFirst()
                .orElseThrow()
                .kernel()
                .id();
    }

    @Test
    void zerosAreSkippedOnlyWhereTheProfileSaysItPays() {
        Tensor weight = model.weight("fc1.weight");
        Map<String, Tensor> sparse = new HashMap<>(model.weights());
        var region = budget.openCollected(hone.engine.memory.Category.WEIGHTS, "sparse");
        Tensor masked = region.tensor(weight.dtype(), weight.shape());
        for (long i = 0; i < weight.shape().elements(); i += 10) {
            masked.setFloat(i, weight.getFloat(i));
        }
        sparse.put("fc1.weight", masked);
        PlanRequest request = PlanRequest.baseline(1).withSparse(LayerGlob.ALL);
        Map<String, double[]> costs = new HashMap<>();
        costs.put("MatrixProduct/reordered", new double[] {1, 1, 1, 1});
        costs.put("MatrixProduct/csr", new double[] {2, 2, 2, 2});
        Plan pays = new Planner(new KernelCosts("a", costs, 0, 1, 0)).plan(model.graph(), sparse, request);
        assertEquals("csr", kernel(pays, "fc1"));
        assertEquals(KernelFit.SPARSE, fit(pays, "fc1"));
        assertTrue(
                pays.steps().getFirst().reason().contains("skipping 90 %"),
                pays.steps().getFirst().reason());
        costs.put("MatrixProduct/csr", new double[] {20, 20, 20, 20});
        Plan doesNot = new Planner(new KernelCosts("b", costs, 0, 1, 0)).plan(model.graph(), sparse, request);
        assertEquals("reordered", kernel(doesNot, "fc1"));
        assertEquals(KernelFit.BELOW_CROSSOVER, fit(doesNot, "fc1"));
        assertTrue(doesNot.steps().getFirst().reason().contains("although pruned"));
        assertEquals("reordered", kernel(pays, "fc2"), "a weight without zeros stays dense");
    }

    @Test
    void aVectorRungThatIsSlowHereIsPassedOver() {
        Map<String, double[]> costs = new HashMap<>(KernelCosts.typical().nanosPerWork());
        costs.put("MatrixProduct/simd", new double[] {1, 1, 1, 1});
        costs.put("MatrixProduct/packed", new double[] {2, 2, 2, 0.5});
        costs.put("MatrixProduct/reordered", new double[] {0.9, 0.9, 0.9, 0.9});
        costs.put("MatrixProduct/tiled", new double[] {0.9, 0.9, 0.9, 0.9});
        Planner planner = new Planner(new KernelCosts("narrow", costs, 0, 1, 0));
        PlanRequest few = PlanRequest.baseline(8).withRung(LayerGlob.ALL, Rung.PACKED);
        Plan plan = planner.plan(model.graph(), model.weights(), few);
        assertEquals("simd", kernel(plan, "fc1"));
        assertTrue(
                plan.steps().getFirst().reason().contains("predicted to be faster than the packed rung"),
                plan.steps().getFirst().reason());
        PlanRequest many = PlanRequest.baseline(128).withRung(LayerGlob.ALL, Rung.PACKED);
        assertEquals("packed", kernel(planner.plan(model.graph(), model.weights(), many), "fc1"));
        costs.put("MatrixProduct/reordered", new double[] {0.2, 0.2, 0.2, 0.2});
        Planner boxing = new Planner(new KernelCosts("boxing", costs, 0, 1, 0));
        assertEquals(
                "reordered",
                kernel(boxing.plan(model.graph(), model.weights(), few), "fc1"),
                "vectors far below plain Java are dropped");
        costs.put("MatrixProduct/naive", new double[] {0.1, 0.1, 0.1, 0.1});
        Planner odd = new Planner(new KernelCosts("odd", costs, 0, 1, 0));
        PlanRequest tiled = PlanRequest.baseline(8).withRung(LayerGlob.ALL, Rung.TILED);
        assertEquals(
                "tiled", kernel(odd.plan(model.graph(), model.weights(), tiled), "fc1"), "lower rungs are as asked");
    }

    @Test
    void smallWorkIsNotShared() {
        PlanRequest request = PlanRequest.baseline(1).withThreads(LayerGlob.ALL, 4);
        Plan plan = plan(request);
        assertEquals(1, plan.threads());
        assertTrue(plan.steps().getFirst().reason().contains("too small to share"));
        KernelCosts near = new KernelCosts("near", KernelCosts.typical().nanosPerWork(), 20, 1, 0);
        PlannedOp<?> first = new Planner(near)
                .plan(model.graph(), model.weights(), request)
                .steps()
                .getFirst();
        assertEquals(1, first.threads(), "a gain on paper of less than a hand-over or so is none");
        assertTrue(first.reason().contains("sharing is safe from 0.4 µs on"), first.reason());
        KernelCosts oneCore = new KernelCosts("one core", KernelCosts.typical().nanosPerWork(), 20, 0.51, 0);
        assertTrue(new Planner(oneCore)
                .plan(model.graph(), model.weights(), request)
                .steps()
                .getFirst()
                .reason()
                .contains("two threads together did large work only 1.02 times as fast as one"));
        KernelCosts free = new KernelCosts("free", KernelCosts.typical().nanosPerWork(), 0, 1, 0);
        assertEquals(
                4,
                new Planner(free).plan(model.graph(), model.weights(), request).threads());
    }

    @Test
    void theSameRequestGivesTheSamePlan() {
        PlanRequest request =
                PlanRequest.baseline(5).withRung(LayerGlob.ALL, Rung.SIMD).withThreads(LayerGlob.ALL, 2);
        assertEquals(plan(request).kernels(), plan(request).kernels());
        assertEquals(plan(request).peakBytes(), plan(request).peakBytes());
    }

    @Test
    void batchesOutOfRangeAreRefusedWithTheNumber() {
        assertTrue(assertThrows(InvalidInput.class, () -> PlanRequest.baseline(0))
                .getMessage()
                .contains("it is 0"));
        assertThrows(InvalidInput.class, () -> PlanRequest.baseline(PlanRequest.MAX_BATCH + 1));
    }
}
