package hone.profiler.advice;

import hone.engine.Cancellation;
import hone.engine.data.LabelledImages;
import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.random.CounterRandom;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.technique.Fold;
import hone.engine.technique.Recipe;
import hone.engine.technique.SetupCache;
import hone.engine.tensor.Tensor;
import hone.profiler.arm.OpenArm;
import hone.profiler.floor.NoiseFloors;
import hone.profiler.machine.MachineFacts;
import hone.profiler.quality.HeldOut;
import hone.profiler.report.RunReport;
import hone.profiler.roofline.Roofs;
import hone.profiler.service.TrialEnvironment;
import hone.profiler.service.TrialRequest;
import hone.profiler.service.TrialService;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.Trial;
import hone.profiler.trial.TrialBudget;
import hone.profiler.trial.TrialListener;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A model of random weights on noise, in which something is really the matter; what it answers plainly is what is right. */
final class AdviceWorld implements AutoCloseable {
    private static final int SAMPLES = 256;

    private final int side;
    private final int classes;
    private final MemoryBudget budget = new MemoryBudget(2L << 30);
    private final MemoryRegion region = budget.open(Category.WEIGHTS, "a test model");
    private final KernelPool pool = new KernelPool(2);
    private final Model model;

    KernelCosts costs = KernelCosts.typical();
    TrialBudget trialBudget = TrialBudget.NORMAL;

    /**
     * @param graph from "x" (batch, side²) to (batch, classes)
     */
    AdviceWorld(Graph graph, int side, int classes) {
        this.side = side;
        this.classes = classes;
        this.model = new Model("mlp", graph, weights(graph));
    }

    private Map<String, Tensor> weights(Graph graph) {
        Map<String, Tensor> weights = new TreeMap<>();
        CounterRandom random = new CounterRandom(1, 2, 3);
        for (Node.Weight weight : graph.weights()) {
            Tensor tensor = region.tensor(weight.type().dtype(), weight.type().maxShape());
            for (long i = 0; i < tensor.shape().elements(); i++) {
                tensor.setFloat(i, (float) (0.2 * random.nextGaussian()));
            }
            weights.put(weight.name(), tensor);
        }
        return weights;
    }

    /** A trial of a recipe against another. */
    RunReport run(String baseline, String recipe, int batch) {
        Roofs roofs = Roofs.measure(budget, pool, Set.of(1, 2), new Cancellation());
        TrialService trials = new TrialService(new TrialEnvironment(
                "Hone test",
                MachineFacts.read(),
                costs,
                pool,
                budget,
                new Fold(new SetupCache()),
                new TrialEnvironment.Known(Optional.of(roofs), NoiseFloors.NONE)));
        LabelledImages noise = images(new byte[SAMPLES]);
        LabelledImages images = images(answers(trials, request(noise, "", "", 64)));
        return trials.run(
                request(images, baseline, recipe, batch),
                TrialListener.NONE,
                new LiveBlocks(Trial.mostBlocks()),
                new Cancellation());
    }

    private TrialRequest request(LabelledImages images, String baseline, String recipe, int batch) {
        return TrialRequest.of(model, "noise", HeldOut.of(images), () -> images, Recipe.parse(recipe), batch, 7)
                .withBaseline(Recipe.parse(baseline))
                .withBudget(trialBudget);
    }

    private byte[] answers(TrialService trials, TrialRequest request) {
        byte[] answers = new byte[SAMPLES];
        try (OpenArm arm = trials.open(request, Recipe.NONE, new Cancellation())) {
            for (int from = 0; from < SAMPLES; from += 64) {
                Tensor scores = arm.infer(request.test().samples(), from, 64);
                for (int row = 0; row < 64; row++) {
                    int best = 0;
                    for (int i = 1; i < classes; i++) {
                        best = scores.getFloat((long) row * classes + i) > scores.getFloat((long) row * classes + best)
                                ? i
                                : best;
                    }
                    answers[from + row] = (byte) best;
                }
            }
        }
        return answers;
    }

    private LabelledImages images(byte[] labels) {
        CounterRandom random = new CounterRandom(4, 5, 6);
        byte[] pixels = new byte[SAMPLES * side * side];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) random.nextInt(256);
        }
        return LabelledImages.wrap("noise", side, side, classes, pixels, Arrays.copyOf(labels, SAMPLES));
    }

    @Override
    public void close() {
        pool.close();
        region.close();
    }
}
