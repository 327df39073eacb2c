package hone.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.DigitGenerator;
import hone.engine.data.LabelledImages;
import hone.engine.data.Split;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Architecture;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.model.Task;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Planner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static final Architecture SMALL = new Architecture(
            "small", "MLP 784-24-10", "For tests.", Task.CLASSIFICATION, "x", "logits", () -> Mlp.graph(784, 24, 10));

    /** 501 samples: batches of 64 leave a last one of 53, batches of 100 one of a single sample. */
    private static final Split DIGITS =
            new Split(digits(DigitGenerator.Stream.TRAIN, 501), digits(DigitGenerator.Stream.TEST, 200));

    private static final TrainingSettings SETTINGS = TrainingSettings.mlp(1).withEpochs(3);

    private final MemoryBudget budget = new MemoryBudget(1L << 28);

    @AutoClose
    private final KernelPool pool = new KernelPool(2);

    private final Trainer trainer = new Trainer(new Planner(KernelCosts.typical()), pool, budget);

    private static LabelledImages digits(DigitGenerator.Stream stream, int count) {
        return DigitGenerator.generate(1, stream, 0, count, Progress.NONE, new Cancellation());
    }

    private TrainingResult train(TrainingSettings settings) {
        return trainer.train(SMALL, DIGITS, settings, TrainingListener.NONE, new Cancellation());
    }

    @Test
    void learnsWithEitherOptimizer() {
        for (TrainingSettings settings : List.of(
                SETTINGS.withEpochs(8),
                SETTINGS.withEpochs(8).optimizing(steps -> steps.with(Optimizer.Adam.USUAL, 0.003)))) {
            TrainingResult result = train(settings);
            List<EpochReport> epochs = result.epochs();
            assertEquals(8, epochs.size());
            assertTrue(epochs.getLast().loss() < 0.7 * epochs.getFirst().loss(), epochs.toString());
            assertTrue(result.testAccuracy() > 0.4, "test accuracy " + result.testAccuracy());
            assertTrue(result.trainAccuracy() > 0.4, "training accuracy " + result.trainAccuracy());
            assertEquals(0, epochs.getLast().remainingSeconds());
            assertEquals(784 * 24 + 24 + 24 * 10 + 10, result.parameters());
            assertEquals(2 * (784 * 24 + 24 * 10), result.flopsPerSample());
        }
    }

    @Test
    void theSameSeedGivesTheSameBitsForAnyNumberOfThreads() {
        for (TrainingSettings settings : List.of(
                SETTINGS, SETTINGS.withBatch(100).optimizing(steps -> steps.with(Optimizer.Adam.USUAL, 0.003)))) {
            Set<String> hashes = new HashSet<>();
            for (int threads = 1; threads <= 3; threads++) {
                try (KernelPool other = new KernelPool(threads)) {
                    Trainer fresh = new Trainer(new Planner(KernelCosts.typical()), other, budget);
                    hashes.add(fresh.train(SMALL, DIGITS, settings, TrainingListener.NONE, new Cancellation())
                            .model()
                            .hash());
                }
            }
            assertEquals(1, hashes.size());
            assertNotEquals(hashes, Set.of(train(settings.withSeed(2)).model().hash()));
        }
    }

    /** A batch larger than the data is one step of all samples. */
    @Test
    void batchesOfAnySizeWork() {
        for (int batch : new int[] {1, 500, 501, 5000}) {
            TrainingResult result = train(SETTINGS.withEpochs(1).withBatch(batch));
            assertTrue(Double.isFinite(result.epochs().getFirst().loss()), "batch " + batch);
        }
    }

    @Test
    void trainingGoesOnFromAModelAndLeavesItAsItWas() {
        TrainingResult fresh = train(SETTINGS);
        Model start = fresh.model();
        String before = start.hash();
        TrainingResult more = trainer.train(start, DIGITS, SETTINGS, TrainingListener.NONE, new Cancellation());
        assertEquals(before, new Model(start.id(), start.graph(), start.weights()).hash());
        double firstLoss = more.epochs().getFirst().loss();
        assertTrue(firstLoss < fresh.epochs().getFirst().loss(), "it starts from learnt weights: " + firstLoss);
    }

    @Test
    void snapshotsStayAsTheyWere() {
        List<Model> snapshots = new ArrayList<>();
        TrainingListener keepAll = new TrainingListener() {
            @Override
            public void report(double fraction, String what) {}

            @Override
            public void epochDone(EpochReport report, Supplier<Model> snapshot) {
                snapshots.add(snapshot.get());
            }
        };
        TrainingResult result = trainer.train(SMALL, DIGITS, SETTINGS, keepAll, new Cancellation());
        assertEquals(3, snapshots.size());
        for (Model snapshot : snapshots) {
            Model again = new Model(snapshot.id(), snapshot.graph(), snapshot.weights());
            assertEquals(snapshot.hash(), again.hash());
        }
        assertNotEquals(snapshots.get(0).hash(), snapshots.get(1).hash());
        assertEquals(snapshots.getLast().hash(), result.model().hash());
    }

    @Test
    void onlyModelsKeepMemoryAfterwards() {
        TrainingResult result = train(SETTINGS);
        assertEquals(budget.used(), budget.used(Category.WEIGHTS), "only weights are left");
        assertTrue(result.model().parameters() > 0);
    }

    @Test
    void progressRisesToOne() {
        List<Double> fractions = new ArrayList<>();
        trainer.train(
                SMALL,
                DIGITS,
                SETTINGS,
                TrainingListener.of((fraction, what) -> fractions.add(fraction)),
                new Cancellation());
        assertEquals(fractions.stream().sorted().toList(), fractions);
        assertEquals(1, fractions.getLast());
    }

    @Test
    void picturesAndLabelsMustFitTheModel() {
        Architecture narrow =
                new Architecture("n", "n", "n", Task.CLASSIFICATION, "x", "logits", () -> Mlp.graph(64, 8, 10));
        InvalidInput pixels = assertThrows(
                InvalidInput.class,
                () -> trainer.train(narrow, DIGITS, SETTINGS, TrainingListener.NONE, new Cancellation()));
        assertTrue(pixels.getMessage().contains("28×28") && pixels.getMessage().contains("batch×64"));
        Architecture few =
                new Architecture("f", "f", "f", Task.CLASSIFICATION, "x", "logits", () -> Mlp.graph(784, 8, 5));
        InvalidInput classes = assertThrows(
                InvalidInput.class,
                () -> trainer.train(few, DIGITS, SETTINGS, TrainingListener.NONE, new Cancellation()));
        assertTrue(classes.getMessage().contains("10 classes")
                && classes.getMessage().contains("batch×5"));
    }
}
