package hone.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Rung;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Cnn;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.rewrite.ActivationFusion;
import hone.engine.rewrite.PoolFusion;
import hone.engine.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What steps of a plan count as done: products, bytes of weights, moves. */
class StepCountsTest {
    private final MemoryBudget budget = new MemoryBudget(64L << 20);

    private Plan plan(Graph graph, PlanRequest request) {
        Model model = Fixtures.model(graph, budget, 3);
        return new Planner(KernelCosts.typical()).plan(model.graph(), model.weights(), request);
    }

    @Test
    void aFlattenThatSharesMemoryIsIdle() {
        Plan plan = plan(Cnn.digits(), PlanRequest.baseline(4));
        List<String> idle = plan.steps().stream()
                .filter(plan::idle)
                .map(step -> step.node().name())
                .toList();
        assertEquals(List.of("flatten"), idle);
    }

    @Test
    void anUnflattenOfTheInputMovesIt() {
        Plan plan = plan(Cnn.rows(28, 10, 8, 16), PlanRequest.baseline(4));
        assertEquals(1, plan.steps().stream().filter(plan::idle).count(), "only the flatten behind the last pool");
    }

    @Test
    void winogradTakesSixteenProductsForThirtySix() {
        Graph fused = PoolFusion.of(ActivationFusion.of(Cnn.digits(), LayerGlob.ALL), LayerGlob.ALL);
        Plan plan = plan(fused, PlanRequest.baseline(4).withRung(LayerGlob.ALL, Rung.PACKED));
        for (PlannedOp<?> step : plan.steps()) {
            boolean winograd = step.kernel().id().equals("winograd");
            assertEquals(winograd ? step.work() * 16 / 36 : step.work(), step.multiplyAdds(), step.kernelText());
        }
    }

    @Test
    void prunedWeightsThatArePackedAreSmallerThanTheModels() {
        Model model = Fixtures.model(Mlp.graph(256, 64, 10), budget, 1);
        Tensor weight = Objects.requireNonNull(model.weights().get("fc1.weight"));
        for (long i = 0; i < weight.shape().elements(); i++) {
            if (i % 20 != 0) {
                weight.setFloat(i, 0);
            }
        }
        KernelCosts costs = KernelCosts.typical();
        PlanRequest request =
                PlanRequest.baseline(1).withRung(LayerGlob.ALL, Rung.SIMD).withSparse(LayerGlob.ALL);
        PlannedOp<?> first = new Planner(costs)
                .plan(model.graph(), model.weights(), request)
                .steps()
                .getFirst();
        long dense = 4L * 256 * 64;
        assertTrue(
                first.bytesSavedByPacking() > dense / 2, first.kernelText() + " saves " + first.bytesSavedByPacking());
    }
}
