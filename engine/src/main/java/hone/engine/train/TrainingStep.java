package hone.engine.train;

import hone.engine.Cancellation;
import hone.engine.graph.Graph;
import hone.engine.run.Executor;
import hone.engine.run.KernelPool;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A step of training, opened: forward, backward and update in one run, on batches of any size up to its own; or in parts, whose
 * gradients are added up before the parameters move once.
 */
final class TrainingStep implements AutoCloseable {
    private final StepSamples samples;
    private final int parts;
    private final TrainingStates states;
    private final Map<String, Tensor> sums;
    private final boolean movesStatistics;
    private final Cancellation never = new Cancellation();
    private final Tensor loss;
    private final Tensor lossGradient;
    private final Tensor learningRate;
    private final Tensor number;
    private final Tensor draw;
    private final Executor executor;
    private final Optional<Executor> update;
    private int boundCount;
    private float meanLoss;
    private double right;

    /**
     * @param plan for batches of the samples' parts
     * @param parts of a step
     * @param memory of the run, which outlives the step
     */
    TrainingStep(StepPlan plan, StepSamples samples, int parts, KernelPool pool, TrainingMemory memory) {
        this.samples = samples;
        this.parts = parts;
        movesStatistics = !plan.forward().states().isEmpty();
        loss = memory.data().tensor(DType.F32, Shape.of(1));
        lossGradient = memory.data().tensor(DType.F32, Shape.of(1));
        learningRate = memory.data().tensor(DType.F32, Shape.of(1));
        number = memory.data().tensor(DType.I32, Shape.of(1));
        draw = memory.data().tensor(DType.I32, Shape.of(1));
        boolean whole = plan.update().isEmpty();
        Map<String, Tensor> gradients =
                memory.gradients(plan.forward(), whole ? Differentiation::gradientOutput : ParameterUpdate::sum);
        sums = whole ? Map.of() : gradients;
        var own = memory.states(plan.graphs(), sums, plan.start());
        states = new TrainingStates(plan.start(), own, memory);
        Map<String, Tensor> all = new HashMap<>(own);
        all.putAll(sums);
        executor = Executor.open(plan.samples(), all, pool, memory.budget());
        update = openUpdate(plan, all, pool, memory);
        bindInputs(executor);
        update.ifPresent(this::bindInputs);
        executor.bindings().output(ClassificationLoss.LOSS, loss);
        if (whole) {
            gradients.forEach((name, tensor) -> executor.bindings().output(name, tensor));
        }
    }

    private Optional<Executor> openUpdate(
            StepPlan plan, Map<String, Tensor> all, KernelPool pool, TrainingMemory memory) {
        boolean opened = false;
        try {
            Optional<Executor> other = plan.update().map(its -> Executor.open(its, all, pool, memory.budget()));
            opened = true;
            return other;
        } finally {
            if (!opened) {
                executor.close();
            }
        }
    }

    private void bindInputs(Executor to) {
        Graph graph = to.plan().graph();
        Map<String, Tensor> inputs = Map.of(
                Differentiation.LOSS_GRADIENT,
                lossGradient,
                Optimizer.LEARNING_RATE,
                learningRate,
                Optimizer.STEP,
                number,
                DropoutLayers.STEP,
                draw);
        graph.inputs().forEach(input -> {
            Tensor tensor = inputs.get(input.name());
            if (tensor != null) {
                to.bindings().input(input.name(), tensor);
            }
        });
    }

    StepSamples samples() {
        return samples;
    }

    TrainingStates states() {
        return states;
    }

    /**
     * One step.
     *
     * @param step number of the step, from 0
     * @throws hone.engine.Cancelled if cancelled; weights, statistics and the optimizer's states are as they were then
     */
    void run(long step, double rate, Cancellation stop) {
        learningRate.setFloat(0, (float) rate);
        number.segment().setAtIndex(ValueLayout.JAVA_INT, 0, Math.toIntExact(step + 1));
        sums.values().forEach(sum -> sum.segment().fill((byte) 0));
        int count = samples.count(step);
        double lossSum = 0;
        right = 0;
        int part = 0;
        for (int first = 0; first < count; first += samples.most()) {
            // Statistics that one part has moved cannot be taken back, so the others must follow
            Cancellation until = part > 0 && movesStatistics ? never : stop;
            int those = Math.min(samples.most(), count - first);
            samples.load(step, first, those, until);
            bind(those);
            lossGradient.setFloat(0, (float) those / count);
            draw.segment().setAtIndex(ValueLayout.JAVA_INT, 0, (int) (step * parts + part + 1));
            executor.runWhole(until);
            lossSum += (double) loss.getFloat(0) * those;
            right += samples.right(those, loss.getFloat(0));
            part++;
        }
        meanLoss = part == 1 ? loss.getFloat(0) : (float) (lossSum / count);
        update.ifPresent(moving -> moving.runWhole(never));
    }

    private void bind(int count) {
        if (count != boundCount) {
            samples.bind(executor.bindings(), count);
            boundCount = count;
        }
    }

    /** The mean loss of the last step's samples, before its update. */
    float loss() {
        return meanLoss;
    }

    /** How many of the last step's samples were answered right, before its update; see {@link StepSamples#right}. */
    double right() {
        return right;
    }

    @Override
    public void close() {
        executor.close();
        update.ifPresent(Executor::close);
    }
}
