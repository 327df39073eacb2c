package hone.engine.train;

import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.op.optimizer.AdamStep;
import hone.engine.op.optimizer.SgdStep;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/** How parameters move against their gradients. Each kind adds its steps, and the states they need, to a graph. */
public sealed interface Optimizer {
    /** The input that brings the learning rate of each step // (1) F32. */
    String LEARNING_RATE = "learningRate";

    /** The input that brings the number of each step, from 1, to optimizers that want it // (1) I32. */
    String STEP = "step";

    /**
     * Stochastic gradient descent with momentum, as {@link SgdStep} says.
     *
     * @param momentum from 0 to below 1
     */
    record Sgd(float momentum, boolean nesterov) implements Optimizer {
        public Sgd {
            var _ = new SgdStep(momentum, nesterov, 0);
        }

        @Override
        public boolean countsSteps() {
            return false;
        }

        @Override
        public long stateBytes(long parameters) {
            return parameters * Float.BYTES;
        }

        @Override
        public void addStep(GraphBuilder builder, Parameter of, Inputs inputs) {
            Value velocity = builder.state(of.name() + ".velocity", builder.type(of.value()));
            builder.apply(
                    of.name() + ".step",
                    new SgdStep(momentum, nesterov, of.weightDecay()),
                    List.of(of.value(), of.gradient(), velocity, inputs.learningRate()));
        }

        @Override
        public String text() {
            return (nesterov ? "SGD, Nesterov momentum " : "SGD, momentum ") + momentum;
        }
    }

    /** Adam with decoupled weight decay, as {@link AdamStep} says. */
    record Adam(float beta1, float beta2, float epsilon) implements Optimizer {
        /** The settings its authors propose: 0.9, 0.999 and 10⁻⁸. */
        public static final Adam USUAL = new Adam(0.9f, 0.999f, 1e-8f);

        public Adam {
            var _ = new AdamStep(beta1, beta2, epsilon, 0);
        }

        @Override
        public boolean countsSteps() {
            return true;
        }

        @Override
        public long stateBytes(long parameters) {
            return 2 * parameters * Float.BYTES;
        }

        @Override
        public void addStep(GraphBuilder builder, Parameter of, Inputs inputs) {
            TensorType type = builder.type(of.value());
            Value mean = builder.state(of.name() + ".mean", type);
            Value square = builder.state(of.name() + ".meanSquare", type);
            builder.apply(
                    of.name() + ".step",
                    new AdamStep(beta1, beta2, epsilon, of.weightDecay()),
                    List.of(
                            of.value(),
                            of.gradient(),
                            mean,
                            square,
                            inputs.learningRate(),
                            inputs.step().orElseThrow()));
        }

        @Override
        public String text() {
            return "Adam, beta " + beta1 + " and " + beta2;
        }
    }

    /**
     * A parameter to be moved.
     *
     * @param name of its state node
     * @param value the state
     * @param gradient of the loss by it
     * @param weightDecay at least 0
     */
    record Parameter(String name, Value value, Value gradient, float weightDecay) {}

    /**
     * What each run brings for all steps.
     *
     * @param learningRate (1) F32
     * @param step (1) I32, where {@link #countsSteps}
     */
    record Inputs(Value learningRate, Optional<Value> step) {}

    /** Whether the steps read their number. */
    boolean countsSteps();

    /** Bytes of the states for this many parameters. */
    long stateBytes(long parameters);

    /** Adds the step of one parameter, and its states, which begin as zeros. */
    void addStep(GraphBuilder builder, Parameter of, Inputs inputs);

    /** For people: "SGD, momentum 0.9". */
    String text();

    /** Adds the inputs that the steps of all parameters share. */
    default Inputs addInputs(GraphBuilder builder) {
        Value rate = builder.input(LEARNING_RATE, TensorType.f32(1L));
        Optional<Value> step = countsSteps()
                ? Optional.of(builder.input(STEP, TensorType.of(DType.I32, Shape.of(1))))
                : Optional.empty();
        return new Inputs(rate, step);
    }
}
