package hone.profiler.bench.models;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.DigitGenerator;
import hone.engine.data.LabelledImages;
import hone.engine.format.Checkpoints;
import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Cnn;
import hone.engine.model.Encoder;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.random.CounterRandom;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.technique.Fold;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import hone.engine.technique.SetupCache;
import hone.engine.technique.Workbench;
import hone.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * The models that are timed: the shipped perceptron in float32 and in INT8, the convolutional network, and transformer
 * encoders of one and four layers. Those in float32 are fused, as the peer fuses what it loads; the perceptron also skips
 * zero inputs in rows of its own.
 */
public final class BenchSubjects {
    /** What may be asked for by name. */
    public static final List<String> NAMES = List.of("mlp", "cnn", "transformer-1", "transformer-4");

    private static final long SEED = 1;
    private static final long DATA_SEED = 2;
    private static final int DIGITS = 1_024;
    private static final int CALIBRATION_SAMPLES = 1_000;

    private final MemoryBudget budget;
    private final KernelPool pool;
    private final Planner planner;
    private final Cancellation stop;

    public BenchSubjects(MemoryBudget budget, KernelPool pool, Planner planner, Cancellation stop) {
        this.budget = budget;
        this.pool = pool;
        this.planner = planner;
        this.stop = stop;
    }

    /**
     * All of these models.
     *
     * @param names of {@link #NAMES}
     * @throws InvalidInput if there is none of a name
     */
    public List<BenchSubject> of(List<String> names) {
        for (String name : names) {
            if (!NAMES.contains(name)) {
                throw new InvalidInput(
                        "there is no such model to time", name, "the models are " + String.join(", ", NAMES));
            }
        }
        List<BenchSubject> subjects = new ArrayList<>();
        for (String name : names) {
            switch (name) {
                case "mlp" -> addPerceptrons(subjects);
                case "cnn" -> subjects.add(convolutional(name));
                case "transformer-1" -> subjects.add(encoder(name, 1));
                case "transformer-4" -> subjects.add(encoder(name, 4));
                default -> throw new IllegalStateException(name);
            }
        }
        return subjects;
    }

    private void addPerceptrons(List<BenchSubject> subjects) {
        Model model = new Checkpoints(budget).shipped(Mlp.DIGITS).setup().model();
        List<Integer> batches = List.of(1, 32, 256);
        SampleSource digits = digits();
        subjects.add(subject("mlp", "float32", model, "fuse", batches, digits));
        subjects.add(subject("mlp", "float32", model, "fuse,skip-zeros", batches, digits));
        subjects.add(subject("mlp", "int8", model, "int8:activations=int8", batches, digits));
        subjects.add(subject("mlp", "int8-weights", model, "int8", batches, digits));
    }

    private BenchSubject convolutional(String name) {
        return subject(name, "float32", random(name, Cnn.digits()), "fuse", List.of(1, 32), digits());
    }

    private BenchSubject encoder(String name, int layers) {
        Model model = random(name, Encoder.small(layers).graph());
        return subject(name, "float32", model, "fuse", List.of(1, 8), BenchSubjects::tokens);
    }

    private BenchSubject subject(
            String name, String dtype, Model model, String recipe, List<Integer> batches, SampleSource samples) {
        return new BenchSubject(name, dtype, recipe, folded(model, recipe), batches, samples);
    }

    private Model folded(Model model, String recipe) {
        Workbench workbench =
                new Workbench(this::calibration, "generated digits", SEED, planner, pool, budget, Progress.NONE, stop);
        Setup plain = new Setup(model, PlanRequest.baseline(1));
        return new Fold(new SetupCache())
                .fold(plain, Recipe.parse(recipe), workbench)
                .setup()
                .model();
    }

    private LabelledImages calibration() {
        return DigitGenerator.generate(SEED, DigitGenerator.Stream.TRAIN, 0, CALIBRATION_SAMPLES, Progress.NONE, stop);
    }

    private SampleSource digits() {
        LabelledImages images =
                DigitGenerator.generate(DATA_SEED, DigitGenerator.Stream.TEST, 0, DIGITS, Progress.NONE, stop);
        return (first, input) ->
                images.copyInto(first, Math.toIntExact(input.shape().size(0)), input.segment());
    }

    /** Normal numbers, as what a normalization has passed on. */
    private static void tokens(int first, Tensor input) {
        CounterRandom random = new CounterRandom(DATA_SEED, first, 0);
        for (long i = 0; i < input.shape().elements(); i++) {
            input.setFloat(i, (float) random.nextGaussian());
        }
    }

    /**
     * No trained one ships, and time does not depend on the weights: normal ones, scaled by 1/√fan-in, and biases by
     * a tenth; a normalization's are 1 and its bias 0, as training starts with.
     */
    private Model random(String id, Graph graph) {
        MemoryRegion region = budget.openCollected(Category.WEIGHTS, "random weights to time");
        Map<String, Tensor> weights = new HashMap<>();
        for (Node.Weight weight : graph.weights()) {
            Tensor tensor = region.tensor(weight.type().dtype(), weight.type().maxShape());
            if (weight.name().contains("norm.")) {
                fill(tensor, () -> weight.name().endsWith("weight") ? 1 : 0);
            } else {
                long fanIn = Math.max(
                        1, tensor.shape().elements() / weight.type().dim(0).max());
                CounterRandom random = new CounterRandom(SEED, weights.size(), 0);
                fill(tensor, () -> random.nextGaussian() / Math.sqrt((double) fanIn));
            }
            weights.put(weight.name(), tensor);
        }
        return new Model(id, graph, weights);
    }

    private static void fill(Tensor tensor, DoubleSupplier numbers) {
        for (long i = 0; i < tensor.shape().elements(); i++) {
            tensor.setFloat(i, (float) numbers.getAsDouble());
        }
    }
}
