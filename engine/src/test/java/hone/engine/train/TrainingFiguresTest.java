package hone.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.data.Corpus;
import hone.engine.data.DataSpec;
import hone.engine.data.LabelledImages;
import hone.engine.data.Split;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Mlp;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Planner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the perceptron reaches with its usual settings, on generated digits and on MNIST's 10,000 test digits. */
@Tag("slow")
class TrainingFiguresTest {
    private static final long[] SEEDS = {1, 2, 3};

    @AutoClose
    private final KernelPool pool = new KernelPool(Runtime.getRuntime().availableProcessors());

    private final Trainer trainer = new Trainer(new Planner(KernelCosts.typical()), pool, MemoryBudget.ofThisMachine());

    private TrainingResult train(Split data, long seed) {
        return trainer.train(Mlp.DIGITS, data, TrainingSettings.mlp(seed), TrainingListener.NONE, new Cancellation());
    }

    private static Corpus realDigits() {
        Path folder = Path.of(System.getProperty("hone.shared", "shared")).resolve("data");
        assumeTrue(
                Files.exists(folder.resolve("mnist-t10k-images-idx3-ubyte.gz")),
                "unavailable: the real digits are not at " + folder);
        return new DataSpec.Idx(folder).load(Progress.NONE, new Cancellation());
    }

    @Test
    void generatedDigits() {
        Split data = new DataSpec.Generated(DataSpec.DEFAULT_SEED)
                .load(Progress.NONE, new Cancellation())
                .split(1);
        TrainingResult result = train(data, 1);
        print("20,000 generated digits, seed 1", result);
        assertEquals(109_386, result.parameters());
        assertEquals(218_368, result.flopsPerSample());
        assertTrue(result.testAccuracy() >= 0.97, "on 4,000 generated digits: " + result.testAccuracy());
        LabelledImages real = realDigits().all();
        double transferred = trainer.accuracy(result.model(), real, new Cancellation());
        System.out.printf(Locale.ROOT, "  the same model on 10,000 real digits: %.2f %%%n", 100 * transferred);
        assertTrue(transferred >= 0.85, "on 10,000 real digits: " + transferred);
    }

    @Test
    void realDigitsMeanOfThreeSeeds() {
        Corpus corpus = realDigits();
        double sum = 0;
        for (long seed : SEEDS) {
            TrainingResult result = train(corpus.split(seed, 8_000), seed);
            print("8,000 real digits, seed " + seed, result);
            sum += result.testAccuracy();
        }
        double mean = sum / SEEDS.length;
        System.out.printf(Locale.ROOT, "  mean of %d seeds: %.2f %%%n", SEEDS.length, 100 * mean);
        assertTrue(mean >= 0.955, "mean on 2,000 real digits: " + mean);
    }

    private static void print(String what, TrainingResult result) {
        System.out.printf(
                Locale.ROOT,
                "MLP trained on %s: test %.2f %%, training %.2f %%, %.1f s%n",
                what,
                100 * result.testAccuracy(),
                100 * result.trainAccuracy(),
                result.seconds());
    }
}
