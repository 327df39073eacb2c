package hone.engine.train;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.data.LabelledImages;
import hone.engine.data.Split;
import hone.engine.graph.Graph;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Model;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What {@link Trainer} does in one run: the samples divided, the graph opened, the loop run, the result judged. */
final class PictureTraining {
    /** The part of the training samples that is held out where a held-out loss may end training. */
    private static final double HELD_OUT = 0.1;

    private final Trainer trainer;
    private final Planner planner;
    private final KernelPool pool;
    private final MemoryBudget budget;

    PictureTraining(Trainer trainer, Planner planner, KernelPool pool, MemoryBudget budget) {
        this.trainer = trainer;
        this.planner = planner;
        this.pool = pool;
        this.budget = budget;
    }

    TrainingResult train(
            Model start,
            Split data,
            TrainingSettings settings,
            StateKeeping keeping,
            TrainingListener listener,
            Cancellation stop) {
        Optional<Split> cut = settings.patience() == 0 ? Optional.empty() : Optional.of(cut(data.train(), settings));
        LabelledImages samples = cut.map(Split::train).orElse(data.train());
        int most = settings.memory().most(Math.min(settings.batch(), samples.count()));
        PlanRequest request = trainer.fastest(most);
        Graph forward =
                TrainingForward.of(start.graph(), Objective.of(samples), settings.regularization(), settings.seed());
        StepPlanning planning = new StepPlanning(start, forward, settings.optimization(), planner, request);
        StepPlan plan = planning.plan(settings.memory());
        TrainingFootprint.Choice footprint = planning.choice(settings.memory(), plan);
        listener.planned(footprint);
        listener.stepPlanned(plan.plans());
        List<CurvePoint> curve;
        Model model;
        EpochWatcher watcher;
        Ending ending;
        try (TrainingMemory memory = new TrainingMemory(budget)) {
            Minibatch batch = new Minibatch(samples, start.graph(), settings, pool, memory.data());
            int perEpoch = batch.stepsPerEpoch();
            watcher =
                    new EpochWatcher(settings.epochs(), perEpoch, cut.map(part -> judge(part.test(), stop)), listener);
            StateKeeper keeper = new StateKeeper(
                    keeping,
                    StateKeeper.facts(
                            start.id(), settings.values(), data.train().hash(), start.hash()),
                    perEpoch,
                    budget,
                    listener::stateSaved);
            try (TrainingStep step =
                    new TrainingStep(plan, batch, settings.memory().parts(), pool, memory)) {
                curve = new TrainingLoop(
                                step,
                                settings.optimization(),
                                perEpoch,
                                new LossMeter.Mean(),
                                settings.patience(),
                                watcher,
                                keeper,
                                stop)
                        .run();
                model = step.states().bestSnapshot();
            }
            ending = Ending.of("epoch", perEpoch, batch.steps(), settings.patience(), curve);
        }
        listener.report(1, "testing");
        return new TrainingResult(
                model,
                trainer.accuracy(model, data.train(), stop),
                trainer.accuracy(model, data.test(), stop),
                model.parameters(),
                model.flopsPerSample(),
                curve.getLast().nanos() / 1e9,
                settings.seed(),
                curve.stream().map(watcher::report).toList(),
                ending,
                footprint);
    }

    private static Split cut(LabelledImages samples, TrainingSettings settings) {
        if (samples.count() < 2) {
            throw new InvalidInput(
                    "no samples can be held out to stop early by", samples.id(), "there are " + samples.count());
        }
        int heldOut = Math.max(1, (int) Math.round(HELD_OUT * samples.count()));
        return samples.shuffledSplit(settings.seed(), samples.count() - heldOut);
    }

    private Function<Model, TrainingWatcher.HeldOut> judge(LabelledImages heldOut, Cancellation stop) {
        int batch = Math.min(Trainer.TEST_BATCH, heldOut.count());
        PictureJudge judge = new PictureJudge(heldOut, planner, trainer.fastest(batch), pool, budget);
        return model -> judge.judge(model, stop);
    }
}
