package hone.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.engine.OverBudget;
import hone.engine.Progress;
import hone.engine.data.DigitGenerator;
import hone.engine.data.LabelledImages;
import hone.engine.data.Split;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Planner;
import hone.engine.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However training ends, everything but the models goes back to the budget. */
class TrainerStopsTest {
    private static final LabelledImages DIGITS =
            DigitGenerator.generate(1, DigitGenerator.Stream.TRAIN, 0, 640, Progress.NONE, new Cancellation());
    private static final TrainingSettings LONG = TrainingSettings.mlp(1).withEpochs(10_000);

    private final MemoryBudget budget = new MemoryBudget(1L << 28);

    @AutoClose
    private final KernelPool pool = new KernelPool(2);

    private final Trainer trainer = new Trainer(new Planner(KernelCosts.typical()), pool, budget);
    private final Model start = Initialisation.fresh(Mlp.DIGITS, 1, budget);
    private final long before = budget.used();

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 17, 60, 141})
    void cancellingAtAnyPointGivesEverythingBackAtOnce(int millis) throws InterruptedException {
        Cancellation stop = new Cancellation();
        AtomicLong cancelled = new AtomicLong();
        Thread canceller = Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            cancelled.set(System.nanoTime());
            stop.cancel();
        });
        Cancelled e = assertThrows(
                Cancelled.class,
                () -> trainer.train(start, new Split(DIGITS, DIGITS), LONG, TrainingListener.NONE, stop));
        long nanos = System.nanoTime() - cancelled.get();
        canceller.join();
        assertEquals("training was cancelled", e.getMessage());
        assertEquals(before, budget.used());
        assertTrue(nanos < 1_000_000_000L, "stopped after " + nanos / 1_000_000 + " ms");
    }

    @Test
    void aListenerThatFailsEndsTrainingAndGivesEverythingBack() {
        TrainingListener failing = new TrainingListener() {
            @Override
            public void report(double fraction, String what) {}

            @Override
            public void epochDone(EpochReport report, Supplier<Model> snapshot) {
                throw new IllegalStateException("the listener");
            }
        };
        assertThrows(
                IllegalStateException.class,
                () -> trainer.train(start, new Split(DIGITS, DIGITS), LONG, failing, new Cancellation()));
        assertEquals(before, budget.used());
    }

    @Test
    void aLossBeyondTheRangeOfNumbersEndsTraining() {
        Map<String, Tensor> huge = new HashMap<>(start.weights());
        try (MemoryRegion region = budget.open(Category.WEIGHTS, "huge weights")) {
            Tensor weight = region.tensor(
                    start.weight("fc1.weight").dtype(),
                    start.weight("fc1.weight").shape());
            for (long i = 0; i < weight.shape().elements(); i++) {
                weight.setFloat(i, 3e38f);
            }
            huge.put("fc1.weight", weight);
            Model model = new Model("mlp", start.graph(), huge);
            InvalidInput e = assertThrows(
                    InvalidInput.class,
                    () -> trainer.train(
                            model,
                            new Split(DIGITS, DIGITS),
                            LONG.withEpochs(1),
                            TrainingListener.NONE,
                            new Cancellation()));
            assertTrue(
                    e.getMessage().contains("epoch 1, step 1") && e.getMessage().contains("learning rate"));
        }
        assertEquals(before, budget.used());
    }

    /** From a budget that allows nothing at all to one that allows nearly everything. */
    @Test
    void tooSmallABudgetIsASentenceBeforeAnythingStarts() {
        for (long bytes = 500_000; bytes < 3_500_000; bytes += 500_000) {
            MemoryBudget small = new MemoryBudget(bytes);
            Trainer cramped = new Trainer(new Planner(KernelCosts.typical()), pool, small);
            assertThrows(
                    OverBudget.class,
                    () -> cramped.train(
                            start,
                            new Split(DIGITS, DIGITS),
                            LONG.withBatch(640),
                            TrainingListener.NONE,
                            new Cancellation()));
            assertEquals(0, small.used());
        }
    }
}
