package hone.engine.op.activation;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The Gaussian error linear unit (Hendrycks and Gimpel, 2016), element by element: x times the share of a normal
 * distribution that lies below x.
 *
 * <pre>
 * exact:       y = x / 2 · (1 + erf(x / √2))
 * approximate: y = x / 2 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))
 * </pre>
 *
 * The two differ by at most 5 · 10⁻⁴. NaN stays NaN, and so does −∞ become NaN, as a product of infinity and 0.
 *
 * @param approximate whether it is the form with the hyperbolic tangent, which GPT-2 was trained with; BERT was with the
 *     exact one
 */
public record Gelu(boolean approximate) implements Op {
    /** The form with the hyperbolic tangent. */
    public Gelu() {
        this(true);
    }

    @Override
    public String kind() {
        return "Gelu";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 1);
        return List.of(Expect.dtype(inputs.get(0), DType.F32, "input"));
    }

    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        return new Cost(0, x.maxShape().elements(), x.maxBytes(), x.maxBytes());
    }

    @Override
    public boolean elementwise() {
        return true;
    }
}
