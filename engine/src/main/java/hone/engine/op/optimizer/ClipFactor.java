package hone.engine.op.optimizer;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The factor that brings all gradients together back to a largest length (Pascanu, Mikolov and Bengio, "On the difficulty of
 * training recurrent neural networks", ICML 2013): min(1, limit / norm), where the norm is the root of the sum of all
 * elements' squares over all inputs. Inputs: any number of F32 tensors, at least one. Output: the factor (1) F32.
 *
 * @param limit the largest norm that is left as it is, above 0
 */
public record ClipFactor(float limit) implements Op {
    /** @throws InvalidInput if the limit is not a positive finite number */
    public ClipFactor {
        if (!(limit > 0 && limit < Float.POSITIVE_INFINITY)) {
            throw new InvalidInput(
                    "the largest norm of the gradients must be positive and finite", "", "it is " + limit);
        }
    }

    @Override
    public String kind() {
        return "ClipFactor";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        if (inputs.isEmpty()) {
            throw new InvalidInput("clipping needs at least one gradient", "", "there are 0");
        }
        inputs.forEach(input -> Expect.dtype(input, DType.F32, "gradient"));
        return List.of(TensorType.f32(1L));
    }

    /** A product and an addition for each element, a root, a division and a comparison. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        long elements =
                inputs.stream().mapToLong(input -> input.maxShape().elements()).sum();
        return new Cost(
                0,
                2 * elements + 3,
                inputs.stream().mapToLong(TensorType::maxBytes).sum(),
                outputs.getFirst().maxBytes());
    }
}
