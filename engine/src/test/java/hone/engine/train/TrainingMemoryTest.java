package hone.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.data.DigitGenerator;
import hone.engine.data.LabelledImages;
import hone.engine.data.Split;
import hone.engine.memory.Category;
import hone.engine.memory.Charges;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Plan;
import hone.engine.run.PlanMemory;
import hone.engine.run.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Each byte that a step of training takes is charged to what it is for. */
class TrainingMemoryTest {
    private static final Split DIGITS =
            new Split(digits(DigitGenerator.Stream.TRAIN, 256), digits(DigitGenerator.Stream.TEST, 64));

    private final MemoryBudget budget = new MemoryBudget(1L << 28);

    @AutoClose
    private final KernelPool pool = new KernelPool(2);

    private static LabelledImages digits(DigitGenerator.Stream stream, int count) {
        return DigitGenerator.generate(1, stream, 0, count, Progress.NONE, new Cancellation());
    }

    /** What was planned, and what was charged while the steps ran. */
    private static final class Seen implements TrainingListener {
        private final MemoryBudget budget;
        private final List<Charges> charges = new ArrayList<>();
        private final List<Plan> plans = new ArrayList<>();
        private TrainingFootprint.Choice footprint = new TrainingFootprint.Choice(
                new TrainingFootprint(0, 0, 0, 0, 0), new TrainingFootprint(0, 0, 0, 0, 0), false);

        Seen(MemoryBudget budget) {
            this.budget = budget;
        }

        @Override
        public void planned(TrainingFootprint.Choice planned) {
            footprint = planned;
        }

        @Override
        public void stepPlanned(List<Plan> planned) {
            plans.addAll(planned);
        }

        @Override
        public void stepDone(long step, long steps, double loss) {
            charges.add(budget.charges());
        }

        @Override
        public void report(double fraction, String what) {}

        @Override
        public void epochDone(EpochReport report, Supplier<Model> snapshot) {}
    }

    private Seen trained(TrainingSettings settings) {
        Seen seen = new Seen(budget);
        new Trainer(new Planner(KernelCosts.typical()), pool, budget)
                .train(Mlp.DIGITS, DIGITS, settings.withEpochs(1), seen, new Cancellation());
        assertEquals(4, seen.charges.size());
        return seen;
    }

    @Test
    void adamKeepsTwoNumbersForEachParameter() {
        Seen seen = trained(TrainingSettings.mlp(1).optimizing(steps -> steps.with(Optimizer.Adam.USUAL, 0.003)));
        TrainingFootprint planned = seen.footprint.taken();
        assertEquals(4L * 109_386, planned.gradients());
        assertEquals(2L * 4 * 109_386, planned.optimizerState());
        Charges charged = seen.charges.getLast();
        assertEquals(2 * charged.of(Category.GRADIENTS), charged.of(Category.OPTIMIZER_STATE));
        requireAsPlanned(planned.gradients(), charged.of(Category.GRADIENTS));
        requireAsPlanned(planned.optimizerState(), charged.of(Category.OPTIMIZER_STATE));
        assertEquals(planned.activations(), charged.of(Category.ACTIVATIONS));
        // Of activations there are those of the forward pass and what the backward pass needs of them, and no gradient
        // of a parameter: that of the first layer alone would be larger
        assertTrue(planned.activations() < 4L * 784 * 128, planned::toString);
    }

    @Test
    void momentumIsOneNumberForEachParameter() {
        Seen seen = trained(TrainingSettings.mlp(1));
        Charges charged = seen.charges.getFirst();
        assertEquals(charged.of(Category.GRADIENTS), charged.of(Category.OPTIMIZER_STATE));
    }

    @Test
    void aStepIsATimelineToo() {
        for (boolean recompute : new boolean[] {false, true}) {
            Seen seen = trained(TrainingSettings.mlp(1).spending(memory -> memory.withRecompute(recompute)));
            Plan plan = seen.plans.getFirst();
            PlanMemory memory = PlanMemory.of(plan);
            assertTrue(memory.peak().orElseThrow().liveBytes() <= plan.activationBytes());
            assertEquals(
                    plan.activationBytes(),
                    memory.steps().stream()
                            .mapToLong(PlanMemory.Step::extentBytes)
                            .max()
                            .orElseThrow());
        }
    }

    /** Every tensor begins at a multiple of 64 bytes: eight tensors take at most so much more. */
    private static void requireAsPlanned(long planned, long charged) {
        assertTrue(planned <= charged && charged < planned + 2 * 6 * 64, planned + " planned, " + charged + " charged");
    }
}
