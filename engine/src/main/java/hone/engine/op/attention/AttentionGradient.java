package hone.engine.op.attention;

import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * The gradients of {@link Attention} by its queries, keys and values. The weights p of a query are computed again from q and
 * k, which is cheaper than to keep a number for each pair of positions (Dao et al., "FlashAttention", NeurIPS 2022):
 *
 * <pre>
 * dv[j] = Σ p[i][j] · dout[i]             over the queries i that see key j
 * dp[i][j] = dout[i] · v[j]
 * ds[i][j] = p[i][j] · (dp[i][j] − Σ p[i][·] · dp[i][·]) / √headDim
 * dq[i] = Σ ds[i][j] · k[j]               dk[j] = Σ ds[i][j] · q[i]
 * </pre>
 *
 * Inputs: q, k and v as the attention has them, and dout of its output's type. Outputs: dq, dk and dv. Where query heads
 * share a head of keys, that head gets the sum of their gradients.
 *
 * @param of the attention
 */
public record AttentionGradient(Attention of) implements Op {
    /** Input 3: the gradient of the attention's output. */
    public static final int GRADIENT = 3;

    @Override
    public String kind() {
        return "AttentionGradient";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, 4);
        TensorType out = of.infer(inputs.subList(0, 3)).getFirst();
        Expect.same(out, inputs.get(GRADIENT), "attention's output and its gradient");
        return inputs.subList(0, 3);
    }

    /** Five products where the attention has two: its scores again, and one for each line of the formula but the third. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        Cost forward = of.cost(inputs.subList(0, 3), inputs.subList(0, 1));
        return new Cost(
                forward.flops() / 2 * 5,
                forward.elementwiseOps() * 2,
                inputs.stream().mapToLong(TensorType::maxBytes).sum(),
                outputs.stream().mapToLong(TensorType::maxBytes).sum());
    }
}
