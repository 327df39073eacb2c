package hone.engine.train;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.token.TokenCorpus;
import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Gpt;
import hone.engine.model.Model;
import hone.engine.run.Executor;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.run.Probe;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Trains transformers to say what comes next. A step takes windows from random places of a text; each of their tokens is
 * a sample, whose label is the token behind it. Everything it computes runs through the executor, on the fastest plan
 * there is, and gives the same weights to the bit for any number of threads.
 */
public final class LanguageTrainer {
    private static final int TEST_BATCH = 8;

    private final Planner planner;
    private final KernelPool pool;
    private final MemoryBudget budget;

    /** @param pool all of whose threads take part */
    public LanguageTrainer(Planner planner, KernelPool pool, MemoryBudget budget) {
        this.planner = planner;
        this.pool = pool;
        this.budget = budget;
    }

    /** Trains and tells how far it has come; it throws as the other form does. */
    public Model train(Model start, TokenCorpus text, LanguageSettings settings, Progress progress, Cancellation stop) {
        return train(start, text, settings, LanguageListener.of(progress), stop);
    }

    /**
     * Trains from the weights a model has; the model itself does not change.
     *
     * @param start with a graph such as {@link Gpt#whole}
     * @param text whose vocabulary the model has
     * @param listener told of each step, and the loss, averaged over the last fifty steps or so
     * @return the model with its new weights
     * @throws InvalidInput if text and model do not fit, or the loss is no longer finite
     * @throws hone.engine.OverBudget if training does not fit the budget
     * @throws Cancelled between two steps, if cancelled; all memory has been given back
     */
    public Model train(
            Model start, TokenCorpus text, LanguageSettings settings, LanguageListener listener, Cancellation stop) {
        return train(start, TrainingText.of(text), settings, StateKeeping.NONE, listener, stop)
                .model();
    }

    /**
     * Trains from the weights a model has, judged on the way by a text that takes no part; a run that is kept can go on after
     * a break, and gives the same weights to the bit as one without.
     *
     * @param keeping where the run's state is
     * @throws InvalidInput as well if the state is none, or one of another run
     */
    public LanguageResult train(
            Model start,
            TrainingText text,
            LanguageSettings settings,
            StateKeeping keeping,
            LanguageListener listener,
            Cancellation stop) {
        requireFit(start.graph(), text.train(), settings.length());
        if (settings.patience() > 0 && text.windows().isEmpty()) {
            throw new InvalidInput(
                    "training can end early only by the loss on held-out text",
                    text.train().id(),
                    "there is none");
        }
        try {
            return trained(start, text, settings, keeping, listener, stop);
        } catch (Cancelled _) {
            throw new Cancelled("training");
        }
    }

    private LanguageResult trained(
            Model start,
            TrainingText text,
            LanguageSettings settings,
            StateKeeping keeping,
            LanguageListener listener,
            Cancellation stop) {
        Graph forward =
                TrainingForward.of(start.graph(), Objective.CLASSES, settings.regularization(), settings.seed());
        TextWatcher watcher = new TextWatcher(settings.steps(), judge(text, stop), listener);
        String data = text.train().hash() + " " + text.heldOut().hash();
        StateKeeper keeper = new StateKeeper(
                keeping,
                StateKeeper.facts(start.id(), settings.values(), data, start.hash()),
                1,
                budget,
                listener::stateSaved);
        PlanRequest request = fastest(settings.memory().most(settings.batch()));
        StepPlanning planning = new StepPlanning(start, forward, settings.optimization(), planner, request);
        StepPlan plan = planning.plan(settings.memory());
        TrainingFootprint.Choice footprint = planning.choice(settings.memory(), plan);
        listener.planned(footprint);
        listener.stepPlanned(plan.plans());
        try (TrainingMemory memory = new TrainingMemory(budget)) {
            TextWindows windows = new TextWindows(text.train(), settings, memory.data());
            try (TrainingStep step =
                    new TrainingStep(plan, windows, settings.memory().parts(), pool, memory)) {
                List<CurvePoint> curve = new TrainingLoop(
                                step,
                                settings.optimization(),
                                settings.interval(),
                                new LossMeter.Smoothed(),
                                settings.patience(),
                                watcher,
                                keeper,
                                stop)
                        .run();
                Ending ending = Ending.of("step", 1, settings.steps(), settings.patience(), curve);
                return new LanguageResult(step.states().bestSnapshot(), curve, ending, footprint);
            }
        }
    }

    private Optional<ToDoubleFunction<Model>> judge(TrainingText text, Cancellation stop) {
        if (text.windows().isEmpty()) {
            return Optional.empty();
        }
        LanguageJudge judge = new LanguageJudge(planner, pool, budget);
        return Optional.of(model ->
                judge.losses(model, text.heldOut(), text.windows(), stop).natsPerToken());
    }

    /**
     * The mean cross-entropy of a model on a text, in nats a token: windows that do not overlap, each begun with an empty
     * context. Its exponential is the perplexity.
     *
     * @param length tokens of a window
     * @throws InvalidInput if text and model do not fit
     */
    public double loss(Model model, TokenCorpus text, int length, Cancellation stop) {
        requireFit(model.graph(), text, length);
        Graph graph = ClassificationLoss.on(model.graph());
        var plan = planner.plan(graph, model.weights(), fastest(TEST_BATCH));
        int windows = text.consecutive(length);
        double sum = 0;
        try (MemoryRegion data = budget.open(Category.DATA, "windows of a text");
                Executor executor = Executor.open(plan, pool, budget)) {
            Tensor ids = data.tensor(DType.I32, Shape.of(TEST_BATCH, length));
            Tensor labels = data.tensor(DType.I32, Shape.of(TEST_BATCH, length));
            Tensor loss = data.tensor(DType.F32, Shape.of(1));
            executor.bindings()
                    .input(Gpt.POSITION, data.tensor(DType.I32, Shape.of(1)))
                    .output(ClassificationLoss.LOSS, loss);
            for (int first = 0; first < windows; first += TEST_BATCH) {
                int count = Math.min(TEST_BATCH, windows - first);
                for (int row = 0; row < count; row++) {
                    text.copyWindow((first + row) * length, length, row, ids.segment(), labels.segment());
                }
                executor.bindings()
                        .input(Gpt.IDS, ids.firstRows(count))
                        .input(ClassificationLoss.LABELS, labels.firstRows(count));
                executor.run(Probe.NONE, stop);
                sum += (double) loss.getFloat(0) * count;
            }
        }
        return sum / windows;
    }

    private static void requireFit(Graph graph, TokenCorpus text, int length) {
        var ids = graph.find(Gpt.IDS)
                .map(graph::type)
                .filter(type -> type.rank() == 2)
                .orElseThrow(() -> new InvalidInput(
                        "this model does not continue a text", "", "it has no input '" + Gpt.IDS + "' of tokens"));
        if (length > ids.dim(1).max()) {
            throw new InvalidInput(
                    "the windows are too long for the model",
                    "",
                    length + " tokens, its context has " + ids.dim(1).max());
        }
        long vocabulary = graph.type(graph.output(Gpt.LOGITS)).dim(2).max();
        if (text.vocabularySize() > vocabulary) {
            throw new InvalidInput(
                    "the text has more tokens than the model",
                    text.id(),
                    text.vocabularySize() + " instead of at most " + vocabulary);
        }
        text.starts(length);
    }

    private PlanRequest fastest(long batch) {
        return PlanRequest.baseline(batch).withRung(LayerGlob.ALL, Rung.PACKED).withThreads(LayerGlob.ALL, pool.size());
    }
}
