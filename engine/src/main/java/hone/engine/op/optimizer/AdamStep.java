package hone.engine.op.optimizer;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * One step of Adam (Kingma and Ba, ICLR 2015) with decoupled weight decay, AdamW (Loshchilov and Hutter, ICLR 2019):
 *
 * <pre>
 * m = beta1 · m + (1 − beta1) · gradient
 * v = beta2 · v + (1 − beta2) · gradient²
 * parameter −= learningRate · (m / (1 − beta1^step) / (√(v / (1 − beta2^step)) + epsilon) + weightDecay · parameter)
 * </pre>
 *
 * Inputs: parameter, gradient, m, v, all of one F32 type, learningRate (1) F32 and step (1) I32, which counts from 1.
 * Outputs: parameter, m and v, in place.
 *
 * @param beta1 share of the mean that is kept, from 0 to below 1
 * @param beta2 share of the mean square that is kept, from 0 to below 1
 * @param epsilon above 0; keeps the division from overflowing
 * @param weightDecay at least 0; 0 gives plain Adam
 */
public record AdamStep(float beta1, float beta2, float epsilon, float weightDecay) implements OptimizerStep {
    /** Input 2: the running mean of the gradient, which output 1 updates. */
    public static final int MEAN = 2;

    /** Input 3: the running mean of the squared gradient, which output 2 updates. */
    public static final int MEAN_SQUARE = 3;

    /** Input 4: the learning rate. */
    public static final int LEARNING_RATE = 4;

    /** Input 5: the number of this step. */
    public static final int STEP = 5;

    /** @throws InvalidInput if a setting is out of its range */
    public AdamStep {
        OptimizerStep.requireShare("beta1", beta1);
        OptimizerStep.requireShare("beta2", beta2);
        OptimizerStep.requireNotNegative("weight decay", weightDecay);
        if (!(epsilon > 0 && epsilon < 1)) {
            throw new InvalidInput("the optimizer's epsilon must lie between 0 and 1", "", "it is " + epsilon);
        }
    }

    @Override
    public String kind() {
        return "AdamStep";
    }

    @Override
    public int updates(int output) {
        return switch (output) {
            case 0 -> PARAMETER;
            case 1 -> MEAN;
            default -> MEAN_SQUARE;
        };
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 6);
        TensorType parameter = Expect.dtype(inputs.get(PARAMETER), DType.F32, "parameter");
        Expect.same(parameter, inputs.get(GRADIENT), "parameter and its gradient");
        Expect.same(parameter, inputs.get(MEAN), "parameter and its gradient's mean");
        Expect.same(parameter, inputs.get(MEAN_SQUARE), "parameter and its gradient's mean square");
        Expect.same(inputs.get(LEARNING_RATE), TensorType.f32(1L), "learning rate");
        Expect.same(inputs.get(STEP), TensorType.of(DType.I32, Shape.of(1)), "step");
        return List.of(parameter, parameter, parameter);
    }

    /** Three operations for m, four for v, six for the step and one for the weight decay. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        long perElement = 13L + (weightDecay > 0 ? 1 : 0);
        return new Cost(
                0,
                perElement * inputs.get(PARAMETER).maxShape().elements(),
                inputs.stream().mapToLong(TensorType::maxBytes).sum(),
                outputs.stream().mapToLong(TensorType::maxBytes).sum());
    }
}
