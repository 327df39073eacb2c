package hone.engine.train;

import hone.engine.Cancellation;
import hone.engine.data.LabelledImages;
import hone.engine.graph.Graph;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Model;
import hone.engine.run.Executor;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.run.Probe;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** The training graph of a model, opened: forward, backward and update in one run, on batches of any size up to its own. */
final class TrainingStep implements AutoCloseable {
    private final TrainingMemory memory;
    private final Model start;
    private final SequencedMap<String, Tensor> states;
    private final Minibatch batch;
    private final Executor executor;
    private final String input;
    private final Objective objective;
    private final Tensor answers;
    private final Tensor loss;
    private final Tensor learningRate;
    private final Tensor number;
    private final Tensor lossGradient;
    private int boundCount;

    TrainingStep(
            Model start,
            LabelledImages images,
            TrainingSettings settings,
            Planner planner,
            PlanRequest request,
            KernelPool pool,
            MemoryBudget budget) {
        this.start = start;
        objective = Objective.of(images);
        input = PictureClassifier.inputFor(start.graph(), images);
        Graph normalized = BatchStatistics.in(start.graph());
        Graph classifier = DropoutLayers.in(normalized, (float) settings.dropout(), settings.seed());
        Graph forward = objective.on(classifier, (float) settings.labelSmoothing());
        Graph graph = Differentiation.of(
                forward, ClassificationLoss.LOSS, settings.optimizer(), (float) settings.weightDecay(), (float)
                        settings.clipNorm());
        memory = new TrainingMemory(budget);
        Map<String, Tensor> gradients;
        boolean opened = false;
        try {
            batch = new Minibatch(images, settings, pool, memory.data());
            states = memory.states(graph, start);
            long width = forward.type(forward.output(objective.output())).dim(1).max();
            answers = memory.data().tensor(DType.F32, Shape.of(batch.size(), width));
            loss = memory.data().tensor(DType.F32, Shape.of(1));
            learningRate = memory.data().tensor(DType.F32, Shape.of(1));
            number = memory.data().tensor(DType.I32, Shape.of(1));
            lossGradient = memory.data().tensor(DType.F32, Shape.of(1));
            gradients = memory.gradients(forward);
            executor = Executor.open(planner.plan(graph, Map.of(), request), states, pool, budget);
            opened = true;
        } finally {
            if (!opened) {
                memory.close();
            }
        }
        bindConstantSizes(graph.find(Optimizer.STEP).isPresent(), gradients);
    }

    private void bindConstantSizes(boolean countsSteps, Map<String, Tensor> gradients) {
        executor.bindings()
                .input(Differentiation.LOSS_GRADIENT, lossGradient.fill(new float[] {1}))
                .input(Optimizer.LEARNING_RATE, learningRate)
                .output(ClassificationLoss.LOSS, loss);
        if (countsSteps) {
            executor.bindings().input(Optimizer.STEP, number);
        }
        gradients.forEach(
                (weight, tensor) -> executor.bindings().output(Differentiation.gradientOutput(weight), tensor));
    }

    /** The batch that the next run takes. */
    Minibatch batch() {
        return batch;
    }

    /**
     * One step on the first {@code count} samples of the batch.
     *
     * @param step number of the step, from 1
     * @throws hone.engine.Cancelled if cancelled; the weights are then between two steps
     */
    void run(int count, long step, double rate, Cancellation stop) {
        if (count != boundCount) {
            executor.bindings()
                    .input(input, batch.pixels(count))
                    .input(objective.answers(), batch.answers(count))
                    .output(objective.output(), answers.firstRows(count));
            boundCount = count;
        }
        learningRate.setFloat(0, (float) rate);
        number.segment().setAtIndex(ValueLayout.JAVA_INT, 0, Math.toIntExact(step));
        executor.run(Probe.NONE, stop);
    }

    /** The mean loss of the last run's samples, before its update. */
    float loss() {
        return loss.getFloat(0);
    }

    /**
     * How many of the last run's samples were answered right, before its update; of measures, how many times the variance of
     * all training measures was explained.
     */
    double right() {
        if (objective == Objective.MEASURES) {
            return boundCount * (1 - loss() / batch.variance());
        }
        int right = 0;
        for (int i = 0; i < boundCount; i++) {
            if (Classification.largest(answers, i) == batch.label(i)) {
                right++;
            }
        }
        return right;
    }

    /** The weights as they are now, copied into a model of its own. */
    Model snapshot() {
        Map<String, Tensor> weights = new LinkedHashMap<>(states);
        weights.keySet().retainAll(start.weights().keySet());
        return new Model(start.id(), start.graph(), memory.published(weights));
    }

    @Override
    public void close() {
        executor.close();
        memory.close();
    }
}
