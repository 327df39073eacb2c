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
import hone.engine.data.story.StoryGenerator;
import hone.engine.data.story.StoryWords;
import hone.engine.data.token.TokenCorpus;
import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Architecture;
import hone.engine.model.Cnn;
import hone.engine.model.Gpt;
import hone.engine.model.GptDimensions;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.model.Task;
import hone.engine.op.normalization.RunningStatistics;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Planner;
import hone.engine.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps that spend less memory: in parts whose gradients are added up, and with values that are computed again. */
class StepMemoryTest {
    private static final StoryWords WORDS = StoryWords.all();
    private static final Architecture MLP = new Architecture(
            "deep",
            "MLP of five layers",
            "For tests.",
            Task.CLASSIFICATION,
            "x",
            "logits",
            () -> Mlp.graph(784, 24, 24, 24, 24, 10));
    private static final Architecture CNN = new Architecture(
            "cnn-bn", "CNN 2-4", "For tests.", Task.CLASSIFICATION, "x", "logits", () -> Cnn.rows(28, 10, true, 2, 4));
    private static final LabelledImages DIGITS =
            DigitGenerator.generate(1, DigitGenerator.Stream.TRAIN, 0, 53, Progress.NONE, new Cancellation());
    private static final TokenCorpus TEXT = TokenCorpus.of(StoryGenerator.text(17, 0, 40), WORDS);

    private final MemoryBudget budget = new MemoryBudget(1L << 29);

    @AutoClose
    private final KernelPool pool = new KernelPool(2);

    private final Trainer trainer = new Trainer(new Planner(KernelCosts.typical()), pool, budget);

    private static Architecture gpt(int layers) {
        GptDimensions small = new GptDimensions(layers, 2, 2, 32, 64, WORDS.vocabularySize(), 32);
        return new Architecture("gpt", "GPT", "For tests.", Task.LANGUAGE, Gpt.IDS, Gpt.LOGITS, () -> Gpt.whole(small));
    }

    private Model fresh(Architecture architecture) {
        return Initialisation.fresh(architecture, 5, budget);
    }

    private TrainingResult train(Model start, TrainingSettings settings) {
        return trainer.train(start, new Split(DIGITS, DIGITS), settings, TrainingListener.NONE, new Cancellation());
    }

    private LanguageResult train(Model start, LanguageSettings settings) {
        return new LanguageTrainer(new Planner(KernelCosts.typical()), pool, budget)
                .train(
                        start,
                        TrainingText.of(TEXT),
                        settings,
                        StateKeeping.NONE,
                        LanguageListener.of(Progress.NONE),
                        new Cancellation());
    }

    /** How far apart two updates of the same weights are, relative to their length. */
    private static double apart(Model start, Model one, Model other) {
        double difference = 0;
        double length = 0;
        for (String name : start.weights().keySet()) {
            for (long i = 0; i < start.weight(name).shape().elements(); i++) {
                double from = start.weight(name).getFloat(i);
                double mine = one.weight(name).getFloat(i) - from;
                difference += Math.pow(mine - (other.weight(name).getFloat(i) - from), 2);
                length += mine * mine;
            }
        }
        return Math.sqrt(difference / length);
    }

    static Stream<Arguments> optimizers() {
        TrainingSettings one = TrainingSettings.mlp(5)
                .withEpochs(1)
                .withBatch(53)
                .optimizing(steps -> steps.withSchedule(new Schedule.Constant()));
        return Stream.of(
                Arguments.of(one, 4),
                Arguments.of(one.optimizing(steps -> steps.withClipNorm(0.01)), 7),
                Arguments.of(one.optimizing(steps -> steps.with(Optimizer.Adam.USUAL, 0.01)), 53));
    }

    /** 53 samples in parts of 14, 8 and 1: the last part is smaller, and counts less. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void aStepInPartsIsTheStepOfTheWholeBatch(TrainingSettings settings, int parts) {
        Model start = fresh(MLP);
        TrainingResult whole = train(start, settings);
        TrainingResult inParts = train(start, settings.spending(memory -> memory.withParts(parts)));
        double apart = apart(start, whole.model(), inParts.model());
        assertTrue(apart <= 1e-5, parts + " parts: " + apart);
        assertEquals(
                whole.epochs().getFirst().loss(), inParts.epochs().getFirst().loss(), 1e-5);
        assertEquals(
                whole.epochs().getFirst().accuracy(),
                inParts.epochs().getFirst().accuracy());
        // A part's gradient of a weight lies among its activations until it is added up; the whole batch's lies where
        // gradients do. The largest is the first layer's
        long gradient =
                start.weights().values().stream().mapToLong(Tensor::bytes).max().orElseThrow();
        assertTrue(inParts.footprint().taken().activations()
                < whole.footprint().taken().activations() + gradient);
        assertTrue(inParts.footprint().taken().activations() >= gradient);
    }

    /**
     * Adam divides a gradient by its own size, so what rounding leaves of the smallest ones counts like the largest: sums over
     * vectors of 256 bits, in another order than over 512, leave 1.1e-5. A part that counted for too much would leave far more.
     */
    @Test
    void aTransformersStepInPartsIsTheStepOfTheWholeBatch() {
        Model start = fresh(gpt(2));
        LanguageSettings settings = LanguageSettings.usual(1, 7, 32, 5)
                .optimizing(steps -> steps.withSchedule(new Schedule.Constant()).withClipNorm(0.1));
        LanguageResult whole = train(start, settings);
        LanguageResult inParts = train(start, settings.spending(memory -> memory.withParts(3)));
        double apart = apart(start, whole.model(), inParts.model());
        assertTrue(apart <= 2e-5, "3 parts: " + apart);
    }

    @Test
    void partsDrawTheirOwnDropoutAndMoveStatisticsInTurn() {
        TrainingSettings settings = TrainingSettings.cnn(5)
                .withEpochs(2)
                .withBatch(20)
                .regularizing(against -> against.withDropout(0.3))
                .spending(memory -> memory.withParts(2));
        Model start = fresh(CNN);
        TrainingResult once = train(start, settings);
        assertEquals(once.model().hash(), train(start, settings).model().hash());
        assertNotEquals(
                start.weight("norm1.mean").getFloat(0),
                once.model().weight("norm1.mean").getFloat(0));
    }

    @Test
    void thereAreNoMorePartsThanSamples() {
        TrainingSettings settings = TrainingSettings.mlp(1).withBatch(4);
        InvalidInput many = assertThrows(InvalidInput.class, () -> settings.spending(memory -> memory.withParts(5)));
        assertTrue(many.getMessage().contains("--accumulate 5")
                && many.getMessage().contains("has 4"));
        assertThrows(InvalidInput.class, () -> settings.spending(memory -> memory.withParts(0)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatIsComputedAgainGivesTheSameBits(int parts) {
        for (Architecture architecture : List.of(MLP, CNN)) {
            TrainingSettings settings = TrainingSettings.cnn(5)
                    .withEpochs(2)
                    .withBatch(20)
                    .regularizing(against -> against.withDropout(0.3))
                    .spending(memory -> memory.withParts(parts));
            Model start = fresh(architecture);
            TrainingResult kept = train(start, settings);
            TrainingResult again = train(start, settings.spending(memory -> memory.withRecompute(true)));
            assertEquals(kept.model().hash(), again.model().hash(), architecture.id() + " in " + parts + " parts");
            assertEquals(kept.footprint().recomputing(), again.footprint().taken());
            assertEquals(kept.footprint().taken(), again.footprint().keeping());
        }
        LanguageSettings settings = LanguageSettings.usual(3, 4, 32, 5)
                .regularizing(against -> against.withDropout(0.1))
                .spending(memory -> memory.withParts(parts));
        Model start = fresh(gpt(3));
        assertEquals(
                train(start, settings).model().hash(),
                train(start, settings.spending(memory -> memory.withRecompute(true)))
                        .model()
                        .hash());
    }

    @Test
    void aDeepTransformerTakesMuchLess() {
        Model start = fresh(gpt(12));
        LanguageSettings settings = LanguageSettings.usual(1, 16, 32, 5);
        TrainingFootprint.Choice planned = train(start, settings).footprint();
        long keeping = planned.keeping().activations();
        long recomputing = planned.recomputing().activations();
        assertTrue(recomputing < 0.45 * keeping, recomputing + " of " + keeping + " bytes");
        assertTrue(planned.recomputing().peakBytes() < planned.keeping().peakBytes());
        MemoryBudget own = new MemoryBudget(1L << 29);
        LanguageTrainer lean = new LanguageTrainer(new Planner(KernelCosts.typical()), pool, own);
        lean.train(
                start,
                TEXT,
                settings.spending(memory -> memory.withRecompute(true)),
                Progress.NONE,
                new Cancellation());
        assertTrue(own.peak() < planned.keeping().peakBytes(), own.peak() + " bytes were taken");
    }

    /** Copies that came before the last layers' gradients would be kept as long as what they replace. */
    @Test
    void copiesComeWhenTheyAreNeeded() {
        Graph forward = ClassificationLoss.on(gpt(12).graph().get());
        ParameterUpdate update = new ParameterUpdate(Optimizer.Adam.USUAL, 0, 1);
        List<String> names = Differentiation.of(forward, "loss", update, true).applications().stream()
                .map(Node.Apply::name)
                .toList();
        List<String> copies =
                names.stream().filter(name -> name.endsWith(".again")).toList();
        assertTrue(
                copies.stream().noneMatch(name -> name.startsWith("output") || name.startsWith("loss")),
                "the backward pass begins at the output, so that is kept: " + copies);
        int first = names.indexOf("layers.0.feedForward.down.gradient0");
        for (String copy : copies) {
            if (copy.startsWith("layers.0.attention.")) {
                assertTrue(names.indexOf(copy) > first, copy);
            }
        }
        assertEquals(copies.size(), copies.stream().distinct().count());
    }

    @Test
    void statisticsMoveOnce() {
        Graph forward = ClassificationLoss.on(BatchStatistics.in(CNN.graph().get()));
        ParameterUpdate update = new ParameterUpdate(Optimizer.Adam.USUAL, 0, 1);
        Map<Boolean, Long> moves = Map.of(
                false, statistics(Differentiation.of(forward, "loss", update, false)),
                true, statistics(Differentiation.of(forward, "loss", update, true)));
        assertEquals(Map.of(false, 4L, true, 4L), moves);
    }

    private static long statistics(Graph graph) {
        return graph.applications().stream()
                .filter(node -> node.op() instanceof RunningStatistics)
                .count();
    }
}
