package hone.engine.train;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.data.DataSpec;
import hone.engine.data.Split;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Cnn;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Planner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the convolutional network reaches on real digits; the 8×8 digits are learned in the command line's tests. */
@Tag("slow")
class PictureFiguresTest {
    private static final long SEED = 1;
    private static final int EPOCHS = 20;

    @AutoClose
    private final KernelPool pool = new KernelPool(Runtime.getRuntime().availableProcessors());

    @Test
    void theConvolutionalNetworkLearnsRealDigits() {
        Path folder = Path.of(System.getProperty("hone.shared", "shared")).resolve("data");
        assumeTrue(
                Files.exists(folder.resolve("mnist-t10k-images-idx3-ubyte.gz")),
                "unavailable: the real digits are not at " + folder);
        Split data =
                new DataSpec.Idx(folder).load(Progress.NONE, new Cancellation()).split(SEED, 8_000);
        Trainer trainer = new Trainer(new Planner(KernelCosts.typical()), pool, MemoryBudget.ofThisMachine());
        TrainingSettings settings = TrainingSettings.cnn(SEED).withEpochs(EPOCHS);
        TrainingResult result = trainer.train(Cnn.DIGITS, data, settings, TrainingListener.NONE, new Cancellation());
        System.out.printf(
                Locale.ROOT,
                "CNN trained on 8,000 real digits, seed %d, %d epochs: test %.2f %%, training %.2f %%, %.1f s%n",
                SEED,
                EPOCHS,
                100 * result.testAccuracy(),
                100 * result.trainAccuracy(),
                result.seconds());
        assertTrue(result.testAccuracy() >= 0.98, "on 2,000 real digits: " + result.testAccuracy());
    }
}
