package hone.engine.train;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.data.LabelledImages;
import hone.engine.data.Split;
import hone.engine.graph.Graph;
import hone.engine.graph.LayerGlob;
import hone.engine.kernel.Rung;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Architecture;
import hone.engine.model.Model;
import hone.engine.run.Executor;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import java.util.List;

/**
 * Trains classifiers, and models of measures. Everything it computes runs through the executor, on the fastest plan there is. The
 * same model, data and settings give the same weights to the bit, for any number of threads.
 */
public final class Trainer {
    private static final Rung FASTEST = Rung.PACKED;

    private static final int TEST_BATCH = 256;

    private final Planner planner;
    private final KernelPool pool;
    private final MemoryBudget budget;

    /** @param pool all of whose threads take part */
    public Trainer(Planner planner, KernelPool pool, MemoryBudget budget) {
        this.planner = planner;
        this.pool = pool;
        this.budget = budget;
    }

    /** Trains a model of this architecture from fresh weights; it throws as the other form does. */
    public TrainingResult train(
            Architecture architecture,
            Split data,
            TrainingSettings settings,
            TrainingListener listener,
            Cancellation stop) {
        return train(Initialisation.fresh(architecture, settings.seed(), budget), data, settings, listener, stop);
    }

    /**
     * Trains from the weights a model has; the model itself does not change.
     *
     * @param start a classifier with one input (batch, pixels) and the output "logits" (batch, classes), or "prediction" (batch, 1)
     * @param data what to train on, and what to test with at the end
     * @throws hone.engine.InvalidInput if the data do not fit the model, the model cannot be trained, or the loss is no
     *     longer finite
     * @throws hone.engine.OverBudget if training does not fit the budget
     * @throws hone.engine.Cancelled between two batches, if cancelled; all memory has been given back
     */
    public TrainingResult train(
            Model start, Split data, TrainingSettings settings, TrainingListener listener, Cancellation stop) {
        PictureClassifier.inputFor(start.graph(), data.test());
        try {
            return trained(start, data, settings, listener, stop);
        } catch (Cancelled _) {
            throw new Cancelled("training");
        }
    }

    private TrainingResult trained(
            Model start, Split data, TrainingSettings settings, TrainingListener listener, Cancellation stop) {
        List<EpochReport> epochs;
        Model model;
        LabelledImages samples = data.train();
        PlanRequest request = fastest(Math.min(settings.batch(), samples.count()));
        Objective objective = Objective.of(samples);
        try (TrainingMemory memory = new TrainingMemory(budget)) {
            Minibatch batch = new Minibatch(samples, start.graph(), settings, pool, memory.data());
            Graph forward = TrainingForward.of(start.graph(), objective, settings.regularization(), settings.seed());
            EpochWatcher watcher = new EpochWatcher(settings.epochs(), batch.stepsPerEpoch(), listener);
            try (TrainingStep step =
                    new TrainingStep(start, forward, batch, settings.optimization(), planner, request, pool, memory)) {
                epochs = new TrainingLoop(
                                step,
                                settings.optimization(),
                                batch.stepsPerEpoch(),
                                new LossMeter.Mean(),
                                watcher,
                                stop)
                        .run().stream().map(watcher::report).toList();
                model = step.snapshot();
            }
        }
        listener.report(1, "testing");
        return new TrainingResult(
                model,
                accuracy(model, data.train(), stop),
                accuracy(model, data.test(), stop),
                model.parameters(),
                model.flopsPerSample(),
                epochs.getLast().elapsedSeconds(),
                settings.seed(),
                epochs);
    }

    /**
     * The share of pictures that a model answers right, or the share of the measures' variance that it explains, R², on the
     * fastest plan.
     *
     * @throws hone.engine.InvalidInput if the pictures do not fit the model
     */
    public double accuracy(Model model, LabelledImages images, Cancellation stop) {
        var plan = planner.plan(model.graph(), model.weights(), fastest(TEST_BATCH));
        try (Executor executor = Executor.open(plan, pool, budget)) {
            if (images.measured()) {
                return Regression.explained(Regression.predictions(executor, images, budget, stop), images);
            }
            return Classification.accuracy(Classification.predictions(executor, images, budget, stop), images);
        }
    }

    private PlanRequest fastest(long batch) {
        return PlanRequest.baseline(batch).withRung(LayerGlob.ALL, FASTEST).withThreads(LayerGlob.ALL, pool.size());
    }
}
