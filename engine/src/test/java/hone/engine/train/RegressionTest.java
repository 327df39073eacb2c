package hone.engine.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.DataSpec;
import hone.engine.data.LabelledImages;
import hone.engine.data.Preparation;
import hone.engine.data.Split;
import hone.engine.format.Artefact;
import hone.engine.format.Provenance;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Architecture;
import hone.engine.model.Mlp;
import hone.engine.model.Task;
import hone.engine.random.CounterRandom;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures from a table. They are y = 1000 + 30·a + 10·b² + noise with a and b normal, so that the variance of what can be
 * explained is 30² + 2·10² = 1100; noise with a variance of 275 leaves an R² of 0.8 at most.
 */
class RegressionTest {
    private static final double BOUND = 0.8;

    @TempDir
    Path folder;

    @AutoClose
    private final KernelPool pool = new KernelPool(2);

    private final MemoryBudget budget = new MemoryBudget(1L << 27);
    private final Trainer trainer = new Trainer(new Planner(KernelCosts.typical()), pool, budget);

    private DataSpec table(String name, int rows, long seed) throws IOException {
        StringBuilder csv = new StringBuilder("a,b,measure\n");
        CounterRandom random = new CounterRandom(seed, 0, 0);
        for (int row = 0; row < rows; row++) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            double noise = Math.sqrt(275) * random.nextGaussian();
            csv.append(500 * a + 2000).append(',').append(b / 1000).append(',');
            csv.append(1000 + 30 * a + 10 * b * b + noise).append('\n');
        }
        return DataSpec.parse("csv:" + Files.writeString(folder.resolve(name), csv));
    }

    private static LabelledImages load(DataSpec data) {
        return data.loadEvaluation(Progress.NONE, new Cancellation());
    }

    @Test
    void explainsWhatTheNoiseLeavesAndAnotherFileIsSeenTheSameWay() throws IOException {
        Split raw = load(table("table.csv", 3000, 1)).shuffledSplit(1, 2000);
        Preparation preparation = Preparation.of(raw.train());
        Split split = preparation.apply(raw);
        Architecture architecture = Mlp.of(2, 32, 1);
        assertEquals(Task.REGRESSION, architecture.task());
        TrainingSettings settings = TrainingSettings.of(architecture, 1).withEpochs(20);
        TrainingResult result = trainer.train(architecture, split, settings, TrainingListener.NONE, new Cancellation());
        // Over 1,000 samples the standard error of R² is about 0.012 here.
        assertEquals(BOUND, result.testAccuracy(), 0.05, "R² of the test part");
        assertEquals(BOUND, result.epochs().getLast().accuracy(), 0.05, "R² of the last epoch");

        Path file = folder.resolve("model.safetensors");
        Setup setup = new Setup(result.model(), PlanRequest.baseline(1));
        Artefact saved = new Artefact(setup, Recipe.NONE, new Provenance(Map.of()), Optional.empty(), preparation);
        Artefact loaded;
        try (MemoryRegion scratch = budget.open(Category.SCRATCH, "saving")) {
            saved.save(file, scratch);
            loaded = Artefact.load(file, budget.openCollected(Category.WEIGHTS, "loaded"));
        }
        assertEquals(preparation, loaded.preparation());
        LabelledImages other = load(table("other.csv", 1000, 2).preparedAs(loaded.preparation()));
        double explained = trainer.accuracy(loaded.setup().model(), other, new Cancellation());
        assertEquals(BOUND, explained, 0.05, "R² of another file");
        LabelledImages alone = load(table("other.csv", 1000, 2));
        LabelledImages itsOwn = Preparation.of(alone).apply(alone);
        assertTrue(itsOwn.measure(0) != other.measure(0), "the training's figures, not the other file's");
    }

    @Test
    void theTrainingPartHasMeanZeroAndVarianceOne() throws IOException {
        LabelledImages raw = load(table("table.csv", 200, 3));
        LabelledImages standard = Preparation.of(raw).apply(raw);
        double[] mean = new double[3];
        double[] square = new double[3];
        float[] features = new float[2];
        for (int i = 0; i < 200; i++) {
            standard.copyInto(i, 1, features);
            double[] all = {features[0], features[1], standard.measure(i)};
            for (int c = 0; c < 3; c++) {
                mean[c] += all[c] / 200;
                square[c] += all[c] * all[c] / 200;
            }
        }
        assertArrayEquals(new double[] {0, 0, 0}, mean, 1e-5);
        assertArrayEquals(new double[] {1, 1, 1}, square, 1e-4);
        assertEquals(
                raw.measure(7),
                Preparation.of(raw).standardization().orElseThrow().measure(standard.measure(7)),
                1e-3);
    }

    @Test
    void alwaysTheMeanExplainsNothing() throws IOException {
        LabelledImages raw = load(table("table.csv", 50, 4));
        LabelledImages standard = Preparation.of(raw).apply(raw);
        assertEquals(0, Regression.explained(new float[50], standard), 1e-6);
        float[] right = new float[50];
        for (int i = 0; i < 50; i++) {
            right[i] = standard.measure(i);
        }
        assertEquals(1, Regression.explained(right, standard), 0);
    }

    @Test
    void classesAndMeasuresAreNotMixed() throws IOException {
        LabelledImages measures = load(table("table.csv", 60, 5));
        Split split = measures.shuffledSplit(1, 40);
        TrainingSettings settings = TrainingSettings.mlp(1).withEpochs(1);
        InvalidInput refusal = assertThrows(
                InvalidInput.class,
                () -> trainer.train(Mlp.of(2, 4, 3), split, settings, TrainingListener.NONE, new Cancellation()));
        assertTrue(refusal.getMessage().contains("answers with classes"), refusal.getMessage());
        Path classes = Files.writeString(folder.resolve("classes.csv"), "1,2,0\n3,4,1\n".repeat(10));
        Split two = load(DataSpec.parse("csv:" + classes)).shuffledSplit(1, 10);
        assertThrows(
                InvalidInput.class,
                () -> trainer.train(Mlp.of(2, 4, 1), two, settings, TrainingListener.NONE, new Cancellation()));
        assertTrue(load(DataSpec.parse("csv:" + classes + ",task=regression")).measured());
    }
}
