package hone.engine.train;

import hone.engine.Cancellation;
import hone.engine.graph.Graph;
import hone.engine.model.Model;
import hone.engine.run.Executor;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
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
    private final StepSamples samples;
    private final SequencedMap<String, Tensor> states;
    private final Executor executor;
    private final Tensor loss;
    private final Tensor learningRate;
    private final Tensor number;
    private int boundCount;

    /**
     * @param start whose weights training begins with
     * @param forward its graph with a loss, see {@link TrainingForward}
     * @param memory of the run, which outlives the step
     */
    TrainingStep(
            Model start,
            Graph forward,
            StepSamples samples,
            Optimization optimization,
            Planner planner,
            PlanRequest request,
            KernelPool pool,
            TrainingMemory memory) {
        this.start = start;
        this.samples = samples;
        this.memory = memory;
        Graph graph = Differentiation.of(
                forward, ClassificationLoss.LOSS, optimization.optimizer(), (float) optimization.weightDecay(), (float)
                        optimization.clipNorm());
        states = memory.states(graph, start);
        loss = memory.data().tensor(DType.F32, Shape.of(1));
        learningRate = memory.data().tensor(DType.F32, Shape.of(1));
        number = memory.data().tensor(DType.I32, Shape.of(1));
        Map<String, Tensor> gradients = memory.gradients(forward);
        executor = Executor.open(planner.plan(graph, Map.of(), request), states, pool, memory.budget());
        bindConstantSizes(graph, gradients);
    }

    private void bindConstantSizes(Graph graph, Map<String, Tensor> gradients) {
        Tensor one = memory.data().tensor(DType.F32, Shape.of(1)).fill(new float[] {1});
        executor.bindings()
                .input(Differentiation.LOSS_GRADIENT, one)
                .input(Optimizer.LEARNING_RATE, learningRate)
                .output(ClassificationLoss.LOSS, loss);
        for (String counter : new String[] {Optimizer.STEP, DropoutLayers.STEP}) {
            if (graph.find(counter).isPresent()) {
                executor.bindings().input(counter, number);
            }
        }
        gradients.forEach(
                (weight, tensor) -> executor.bindings().output(Differentiation.gradientOutput(weight), tensor));
    }

    StepSamples samples() {
        return samples;
    }

    /**
     * One step.
     *
     * @param step number of the step, from 0
     * @throws hone.engine.Cancelled if cancelled; the weights are as they were then
     */
    void run(long step, double rate, Cancellation stop) {
        int count = samples.count(step);
        samples.load(step, 0, count, stop);
        if (count != boundCount) {
            samples.bind(executor.bindings(), count);
            boundCount = count;
        }
        learningRate.setFloat(0, (float) rate);
        number.segment().setAtIndex(ValueLayout.JAVA_INT, 0, Math.toIntExact(step + 1));
        executor.runWhole(stop);
    }

    /** The mean loss of the last step's samples, before its update. */
    float loss() {
        return loss.getFloat(0);
    }

    /** How many of the last step's samples were answered right, before its update; see {@link StepSamples#right}. */
    double right() {
        return samples.right(boundCount, loss());
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
    }
}
