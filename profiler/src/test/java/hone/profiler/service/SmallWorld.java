package hone.profiler.service;

import hone.engine.data.LabelledImages;
import hone.engine.graph.Node;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.random.CounterRandom;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.technique.Fold;
import hone.engine.technique.Recipe;
import hone.engine.technique.SetupCache;
import hone.engine.tensor.Tensor;
import hone.profiler.machine.MachineFacts;
import hone.profiler.quality.HeldOut;
import hone.profiler.trial.TrialBudget;
import java.util.Map;
import java.util.TreeMap;

/** A small untrained model on small noise pictures: everything a trial needs, and quick. */
public final class SmallWorld implements AutoCloseable {
    private static final int SIDE = 12;
    private static final int CLASSES = 5;
    private static final TrialBudget SHORT = new TrialBudget(400_000_000L, 500_000_000L, 3_000_000_000L);

    private final MemoryBudget budget = new MemoryBudget(256L << 20);
    private final MemoryRegion region = budget.open(Category.WEIGHTS, "a test model");
    private final KernelPool pool = new KernelPool(2);
    private final Model model = model();
    private final LabelledImages images = images();

    public TrialEnvironment environment() {
        return new TrialEnvironment(
                "Hone test",
                MachineFacts.read(),
                KernelCosts.typical(),
                pool,
                budget,
                new Fold(new SetupCache()),
                TrialEnvironment.Known.NOTHING);
    }

    /** A short trial of this recipe. */
    public TrialRequest request(String recipe, int batch) {
        return TrialRequest.of(model, "noise", HeldOut.of(images), () -> images, Recipe.parse(recipe), batch, 7)
                .withBudget(SHORT);
    }

    public Model testModel() {
        return model;
    }

    public MemoryBudget budget() {
        return budget;
    }

    public KernelPool pool() {
        return pool;
    }

    private Model model() {
        var graph = Mlp.graph(SIDE * SIDE, 64, 32, CLASSES);
        Map<String, Tensor> weights = new TreeMap<>();
        CounterRandom random = new CounterRandom(1, 2, 3);
        for (Node.Weight weight : graph.weights()) {
            Tensor tensor = region.tensor(weight.type().dtype(), weight.type().maxShape());
            for (long i = 0; i < tensor.shape().elements(); i++) {
                tensor.setFloat(i, (float) (0.2 * random.nextGaussian()));
            }
            weights.put(weight.name(), tensor);
        }
        return new Model("mlp", graph, weights);
    }

    private static LabelledImages images() {
        CounterRandom random = new CounterRandom(4, 5, 6);
        byte[] labels = new byte[203];
        byte[] pixels = new byte[labels.length * SIDE * SIDE];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) random.nextInt(CLASSES);
        }
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) random.nextInt(256);
        }
        return LabelledImages.wrap("noise", SIDE, SIDE, CLASSES, pixels, labels);
    }

    @Override
    public void close() {
        pool.close();
        region.close();
    }
}
