package hone.engine.op.normalization;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The gradient of {@link LayerNorm} or {@link RmsNorm} by its input. With x̂ the normalized row, r the factor that made it
 * and g = dy · weight:
 *
 * <pre>
 * centred: dx = r · (g − mean(g) − x̂ · mean(g · x̂))
 * else:    dx = r · (g − x̂ · mean(g · x̂))
 * </pre>
 *
 * Inputs: x (…, width), weight (width) and dy (…, width), all F32. Output: as x.
 *
 * @param centred whether the mean was taken out first, as in {@link LayerNorm}
 * @param epsilon of the normalization
 */
public record NormalizationGradient(boolean centred, float epsilon) implements Op {
    /** @throws hone.engine.InvalidInput if epsilon is not a positive finite number */
    public NormalizationGradient {
        var _ = new RmsNorm(epsilon);
    }

    @Override
    public String kind() {
        return "NormalizationGradient";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 3);
        TensorType x = new RmsNorm(epsilon).infer(inputs.subList(0, 2)).getFirst();
        Expect.same(x, inputs.get(2), "input and its output's gradient");
        return List.of(Expect.dtype(x, DType.F32, "input"));
    }

    /** Statistics and normal row as in the forward pass, five operations for g and its sums, four for the result. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        long each = centred ? 15 : 11;
        return new Cost(
                0,
                each * x.maxShape().elements(),
                2 * x.maxBytes() + inputs.get(1).maxBytes(),
                x.maxBytes());
    }
}
