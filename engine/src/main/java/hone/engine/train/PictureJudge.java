package hone.engine.train;

import hone.engine.Cancellation;
import hone.engine.data.Augmentation;
import hone.engine.data.LabelledImages;
import hone.engine.graph.Graph;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.run.Executor;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.run.Probe;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.util.OptionalDouble;

/** Judges a classifier, or a model of measures, by samples that are held out from its training. */
final class PictureJudge {
    private final LabelledImages heldOut;
    private final TrainingSettings order;
    private final Planner planner;
    private final PlanRequest request;
    private final KernelPool pool;
    private final MemoryBudget budget;

    /** @param request how to plan it; its batch is how many samples are judged at a time */
    PictureJudge(LabelledImages heldOut, Planner planner, PlanRequest request, KernelPool pool, MemoryBudget budget) {
        this.heldOut = heldOut;
        this.planner = planner;
        this.request = request;
        this.pool = pool;
        this.budget = budget;
        order = TrainingSettings.mlp(0)
                .withEpochs(1)
                .withBatch(Math.toIntExact(request.batch()))
                .regularizing(against -> against.withAugmentation(Augmentation.NONE));
    }

    /**
     * The mean loss of all samples and how many are right, as inference sees them.
     *
     * @throws hone.engine.Cancelled if cancelled
     */
    TrainingWatcher.HeldOut judge(Model model, Cancellation stop) {
        Graph graph = Objective.of(heldOut).on(model.graph(), 0);
        try (MemoryRegion region = budget.open(Category.DATA, "samples that are held out");
                Executor executor = Executor.open(planner.plan(graph, model.weights(), request), pool, budget)) {
            Minibatch batch = new Minibatch(heldOut, model.graph(), order, pool, region);
            Tensor loss = region.tensor(DType.F32, Shape.of(1));
            executor.bindings().output(ClassificationLoss.LOSS, loss);
            LossMeter.Mean meter = new LossMeter.Mean();
            for (long step = 0; step < batch.steps(); step++) {
                int count = batch.count(step);
                batch.load(step, 0, count, stop);
                batch.bind(executor.bindings(), count);
                executor.run(Probe.NONE, stop);
                meter.add(loss.getFloat(0), batch.right(count, loss.getFloat(0)), count);
            }
            return new TrainingWatcher.HeldOut(
                    meter.loss(), OptionalDouble.of(meter.accuracy().orElseThrow()));
        }
    }
}
