package hone.engine.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Rung;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Architecture;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.model.Zoo;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PlanMemoryTest {
    static final List<Architecture> MODELS = Zoo.ALL;

    private final MemoryBudget budget = new MemoryBudget(1L << 30);

    private Plan plan(Architecture architecture, long batch, Rung rung) {
        Model model = Fixtures.model(architecture.graph().get(), budget, 7);
        return new Planner(KernelCosts.typical())
                .plan(
                        model.graph(),
                        model.weights(),
                        PlanRequest.baseline(batch).withRung(LayerGlob.ALL, rung));
    }

    /** 784-128-64-10 at batch 256: the rectifiers write over what they read. */
    @Test
    void anMlpIsKnownStepByStep() {
        PlanMemory memory = PlanMemory.of(plan(Mlp.DIGITS, 256, Rung.REORDERED));
        assertEquals(
                List.of(4L * 256 * 128, 4L * 256 * 128, 4L * 256 * (128 + 64), 4L * 256 * 64, 4L * 256 * (64 + 10)),
                memory.steps().stream().map(PlanMemory.Step::liveBytes).toList());
        assertEquals("fc2", memory.peak().orElseThrow().op());
        LiveTensor relu1 = memory.tensors().get(1);
        assertEquals("relu1", relu1.name());
        assertEquals(Optional.of("fc1"), relu1.inPlaceOf());
        assertEquals(List.of(1, 2), List.of(relu1.from(), relu1.to()));
        LiveTensor scores = memory.tensors().getLast();
        assertTrue(scores.kept());
        assertEquals(4, scores.to());
        assertEquals(Optional.of("relu1"), scores.before(), "the scores lie where the first layer's values lay");
        assertEquals(
                List.of("relu1", "fc2"),
                memory.liveAt(2).stream().map(LiveTensor::name).toList());
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void thePeakIsWhatThePlanSetsAside(Architecture architecture) {
        for (Rung rung : List.of(Rung.REORDERED, Rung.PACKED)) {
            for (long batch : new long[] {1, 3}) {
                Plan plan = plan(architecture, batch, rung);
                PlanMemory memory = PlanMemory.of(plan);
                assertEquals(plan.steps().size(), memory.steps().size());
                assertEquals(
                        plan.activationBytes(),
                        memory.peak().orElseThrow().liveBytes(),
                        architecture.id() + " at batch " + batch);
                requireSound(memory);
            }
        }
    }

    static void requireSound(PlanMemory memory) {
        long extent = 0;
        for (PlanMemory.Step step : memory.steps()) {
            assertTrue(step.liveBytes() <= step.extentBytes(), step::toString);
            assertTrue(step.extentBytes() <= memory.plannedBytes(), step::toString);
            extent = Math.max(extent, step.extentBytes());
            List<LiveTensor> alive = memory.liveAt(step.index());
            for (LiveTensor one : alive) {
                for (LiveTensor other : alive) {
                    boolean handedOver = one.inPlaceOf().equals(Optional.of(other.name()))
                            || other.inPlaceOf().equals(Optional.of(one.name()));
                    assertFalse(!one.equals(other) && one.overlaps(other) && !handedOver, () -> one + " and " + other);
                }
            }
        }
        assertEquals(memory.plannedBytes(), extent, "no byte of the block is never used");
    }
}
