package hone.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.data.Augmentation;
import hone.engine.data.DataSpec;
import hone.engine.data.DigitGenerator;
import hone.engine.data.LabelledImages;
import hone.engine.data.Split;
import hone.engine.graph.LayerGlob;
import hone.engine.kernel.KernelRun;
import hone.engine.kernel.normalization.ReorderedBatchNormTraining;
import hone.engine.kernel.normalization.ReorderedRunningStatistics;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Architecture;
import hone.engine.model.Cnn;
import hone.engine.model.Model;
import hone.engine.model.ResidualCnn;
import hone.engine.model.Task;
import hone.engine.op.normalization.BatchNormTraining;
import hone.engine.op.normalization.RunningStatistics;
import hone.engine.random.CounterRandom;
import hone.engine.rewrite.BatchNormFolding;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Planner;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batch normalization trains by each batch's statistics, keeps running ones, and folds away when training is over. */
class BatchNormTrainingTest {
    private static final Architecture SMALL = new Architecture(
            "cnn-bn", "CNN 4-8", "For tests.", Task.CLASSIFICATION, "x", "logits", () -> Cnn.rows(28, 10, true, 4, 8));

    @AutoClose
    private final KernelPool pool = new KernelPool(2);

    private final MemoryBudget budget = new MemoryBudget(1L << 29);
    private final Trainer trainer = new Trainer(new Planner(KernelCosts.typical()), pool, budget);

    private static Split digits() {
        return new Split(digits(DigitGenerator.Stream.TRAIN, 501), digits(DigitGenerator.Stream.TEST, 200));
    }

    private static LabelledImages digits(DigitGenerator.Stream stream, int count) {
        return DigitGenerator.generate(1, stream, 0, count, Progress.NONE, new Cancellation());
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "13,3,1", "2,5,207", "3,2,64"})
    void statisticsAreThoseOfTheBatch(int samples, int channels, int places) {
        try (KernelRun kernels = new KernelRun()) {
            CounterRandom random = new CounterRandom(1, samples, places);
            float[] x = new float[samples * channels * places];
            double[] mean = new double[channels];
            double[] variance = new double[channels];
            int count = samples * places;
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) (100 + random.nextGaussian());
                mean[i / places % channels] += (double) x[i] / count;
            }
            for (int i = 0; i < x.length; i++) {
                double distance = x[i] - mean[i / places % channels];
                variance[i / places % channels] += distance * distance / count;
            }
            float[] ones = new float[channels];
            java.util.Arrays.fill(ones, 1);
            List<Tensor> inputs = List.of(
                    kernels.floats(Shape.of(samples, channels, places), x),
                    kernels.floats(Shape.of(channels), ones),
                    kernels.zeros(Shape.of(channels)));
            List<Tensor> out =
                    kernels.run(new ReorderedBatchNormTraining(), new BatchNormTraining(1e-5f), inputs, true);
            for (int c = 0; c < channels; c++) {
                assertEquals(mean[c], out.get(1).getFloat(c), 1e-5);
                assertEquals(variance[c], out.get(2).getFloat(c), 1e-5);
            }
            for (int i = 0; i < x.length; i++) {
                int c = i / places % channels;
                assertEquals(
                        (x[i] - mean[c]) / Math.sqrt(variance[c] + 1e-5),
                        out.getFirst().getFloat(i),
                        1e-4);
            }
        }
    }

    @Test
    void runningStatisticsMoveByTheirShare() {
        try (KernelRun kernels = new KernelRun()) {
            Tensor running = kernels.floats(Shape.of(2), 1, -3);
            Tensor batch = kernels.floats(Shape.of(2), 3, 5);
            kernels.run(new ReorderedRunningStatistics(), new RunningStatistics(0.25f), List.of(running, batch), false);
            assertEquals(1.5f, running.getFloat(0));
            assertEquals(-1f, running.getFloat(1));
        }
    }

    @Test
    void learnsTheSameToTheBitOnAnyNumberOfThreadsAndFoldsAway() {
        TrainingSettings settings = TrainingSettings.cnn(1).withEpochs(3);
        Set<String> hashes = new HashSet<>();
        Split data = digits();
        for (int threads = 1; threads <= 3; threads++) {
            try (KernelPool own = new KernelPool(threads)) {
                KernelCosts typical = KernelCosts.typical();
                KernelCosts shared = new KernelCosts("shared", typical.nanosPerWork(), 0, 1, 0);
                TrainingResult result = new Trainer(new Planner(shared), own, budget)
                        .train(SMALL, data, settings, TrainingListener.NONE, new Cancellation());
                hashes.add(result.model().hash());
                assertTrue(result.testAccuracy() > 0.6, "test accuracy " + result.testAccuracy());
                judge(result.model(), data.test());
            }
        }
        assertEquals(1, hashes.size(), "different weights: " + hashes);
    }

    private void judge(Model model, LabelledImages test) {
        Tensor variance = model.weight("norm1.variance");
        assertNotEquals(1f, variance.getFloat(0), "the running variance has moved");
        Model folded = BatchNormFolding.of(model, LayerGlob.ALL, budget);
        assertTrue(folded.graph().find("norm1").isEmpty(), "the normalization is folded into its convolution");
        double before = trainer.accuracy(model, test, new Cancellation());
        double after = trainer.accuracy(folded, test, new Cancellation());
        assertEquals(before, after, 0.011, "of 200 pictures at most two, at the edge of two classes, may turn");
    }

    /** Red squares, green disks and blue bars on grey, in PNG files; a third of the channels of the zoo's network. */
    @Test
    void aResidualNetworkLearnsColouredShapesFromAFolder(@TempDir Path folder) throws IOException {
        paint(folder);
        Split data = DataSpec.parse("images:" + folder)
                .load(Progress.NONE, new Cancellation())
                .split(1, 96);
        TrainingSettings settings = TrainingSettings.resnet(1)
                .withEpochs(8)
                .withBatch(16)
                .regularizing(against -> against.withAugmentation(Augmentation.NONE));
        Architecture narrow = new Architecture(
                "resnet",
                "Residual CNN 4-8-16",
                "For tests.",
                Task.CLASSIFICATION,
                "x",
                "logits",
                () -> ResidualCnn.rows(32, 3, 4, 8, 16));
        TrainingResult result = trainer.train(narrow, data, settings, TrainingListener.NONE, new Cancellation());
        assertTrue(result.testAccuracy() >= 0.8, "of three classes, seed 1: " + result.testAccuracy());
        Model folded = BatchNormFolding.of(result.model(), LayerGlob.ALL, budget);
        assertTrue(folded.graph().weights().size()
                < result.model().graph().weights().size());
        assertEquals(result.testAccuracy(), trainer.accuracy(folded, data.test(), new Cancellation()), 0.05);
    }

    private static void paint(Path folder) throws IOException {
        CounterRandom random = new CounterRandom(7, 1, 1);
        for (int i = 0; i < 120; i++) {
            BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
            Graphics2D pen = image.createGraphics();
            pen.setColor(Color.getHSBColor(0, 0, (float) random.uniform(0.3, 0.7)));
            pen.fillRect(0, 0, 32, 32);
            int size = 10 + random.nextInt(8);
            int x = random.nextInt(32 - size);
            int y = random.nextInt(32 - size);
            switch (i % 3) {
                case 0 -> {
                    pen.setColor(Color.RED);
                    pen.fillRect(x, y, size, size);
                }
                case 1 -> {
                    pen.setColor(Color.GREEN);
                    pen.fillOval(x, y, size, size);
                }
                default -> {
                    pen.setColor(Color.BLUE);
                    pen.fillRect(x, y, size, 4);
                }
            }
            pen.dispose();
            Path place = Files.createDirectories(folder.resolve("class" + i % 3));
            ImageIO.write(image, "png", place.resolve(i + ".png").toFile());
        }
    }
}
