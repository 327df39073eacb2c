package hone.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.data.DigitGenerator;
import hone.engine.data.LabelledImages;
import hone.engine.data.Split;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Architecture;
import hone.engine.model.Cnn;
import hone.engine.model.Task;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Planner;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A convolutional network learns, and learns the same on any number of threads. */
class CnnTrainingTest {
    private static final Architecture SMALL = new Architecture(
            "cnn", "CNN 4-8", "For tests.", Task.CLASSIFICATION, "x", "logits", () -> Cnn.rows(28, 10, 4, 8));

    /** 501 samples: batches of 64 leave a last one of 53. */
    private static final Split DIGITS =
            new Split(digits(DigitGenerator.Stream.TRAIN, 501), digits(DigitGenerator.Stream.TEST, 200));

    private static LabelledImages digits(DigitGenerator.Stream stream, int count) {
        return DigitGenerator.generate(1, stream, 0, count, Progress.NONE, new Cancellation());
    }

    @Test
    void learnsTheSameToTheBitOnAnyNumberOfThreads() {
        TrainingSettings settings =
                TrainingSettings.cnn(1).withEpochs(4).regularizing(against -> against.withDropout(0.1));
        Set<String> hashes = new HashSet<>();
        for (int threads = 1; threads <= 3; threads++) {
            try (KernelPool pool = new KernelPool(threads)) {
                MemoryBudget budget = new MemoryBudget(1L << 28);
                // Sharing costs nothing by these figures, so that threads share all they can
                KernelCosts typical = KernelCosts.typical();
                KernelCosts shared = new KernelCosts("shared", typical.nanosPerWork(), 0, 1, 0);
                Trainer trainer = new Trainer(new Planner(shared), pool, budget);
                TrainingResult result =
                        trainer.train(SMALL, DIGITS, settings, TrainingListener.NONE, new Cancellation());
                hashes.add(result.model().hash());
                assertTrue(
                        result.epochs().getLast().loss()
                                < 0.8 * result.epochs().getFirst().loss(),
                        result.epochs().toString());
                assertTrue(result.testAccuracy() > 0.5, "test accuracy " + result.testAccuracy());
            }
        }
        assertEquals(1, hashes.size(), "different weights: " + hashes);
    }
}
