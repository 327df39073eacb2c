package hone.engine.op.optimizer;

import hone.engine.graph.Cost;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * One step of stochastic gradient descent with momentum (Sutskever et al., "On the importance of initialization and
 * momentum in deep learning", ICML 2013), in the form that keeps the learning rate out of the velocity:
 *
 * <pre>
 * d = gradient + weightDecay · parameter
 * velocity = momentum · velocity + d
 * parameter −= learningRate · (nesterov ? d + momentum · velocity : velocity)
 * </pre>
 *
 * Inputs: parameter, gradient, velocity, all of one F32 type, and learningRate (1). Outputs: parameter and velocity, in
 * place.
 *
 * @param momentum share of the velocity that is kept, from 0 to below 1
 * @param nesterov whether to step from where the momentum leads
 * @param weightDecay at least 0; added to the gradient, so it is an L2 penalty of weightDecay / 2 · parameter²
 */
public record SgdStep(float momentum, boolean nesterov, float weightDecay) implements OptimizerStep {
    /** Input 2: the velocity, which output 1 updates. */
    public static final int VELOCITY = 2;

    /** Input 3: the learning rate. */
    public static final int LEARNING_RATE = 3;

    /** @throws hone.engine.InvalidInput if a setting is out of its range */
    public SgdStep {
        OptimizerStep.requireShare("momentum", momentum);
        OptimizerStep.requireNotNegative("weight decay", weightDecay);
    }

    @Override
    public String kind() {
        return "SgdStep";
    }

    @Override
    public int updates(int output) {
        return output == 0 ? PARAMETER : VELOCITY;
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 4);
        TensorType parameter = Expect.dtype(inputs.get(PARAMETER), DType.F32, "parameter");
        Expect.same(parameter, inputs.get(GRADIENT), "parameter and its gradient");
        Expect.same(parameter, inputs.get(VELOCITY), "parameter and its velocity");
        Expect.same(inputs.get(LEARNING_RATE), TensorType.f32(1L), "learning rate");
        return List.of(parameter, parameter);
    }

    /** Two operations each for the velocity, the step, the weight decay and Nesterov's correction. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        long perElement = 4L + (weightDecay > 0 ? 2 : 0) + (nesterov ? 2 : 0);
        return new Cost(
                0,
                perElement * inputs.get(PARAMETER).maxShape().elements(),
                inputs.stream().mapToLong(TensorType::maxBytes).sum(),
                outputs.stream().mapToLong(TensorType::maxBytes).sum());
    }
}
