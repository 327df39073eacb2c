package hone.engine.model;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.op.activation.Gelu;
import hone.engine.op.attention.Attention;
import hone.engine.op.elementwise.Add;
import hone.engine.op.matmul.Linear;
import hone.engine.op.normalization.LayerNorm;
import hone.engine.run.PlanRequest;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;

/**
 * The transformer encoder (Vaswani et al., "Attention Is All You Need", NIPS 2017) with the normalization before each half
 * of a layer instead of after it (Xiong et al., "On layer normalization in the transformer architecture", ICML 2020): x +
 * attention(norm(x)), then x + feedForward(norm(x)), and a last normalization behind the last layer. Every token sees
 * every other.
 *
 * @param tokens of a sample
 * @param width elements of a token's vector, d
 * @param heads of the attention, which divide the width
 * @param hidden elements between the two linear layers of a feed-forward half, 4d as a rule
 * @param layers one behind the other
 */
public record Encoder(int tokens, int width, int heads, int hidden, int layers) {
    private static final float EPSILON = 1e-5F;

    /** @throws InvalidInput if a number is below 1, or the heads do not divide the width */
    public Encoder {
        if (Math.min(Math.min(tokens, width), Math.min(hidden, layers)) < 1 || heads < 1) {
            throw new InvalidInput(
                    "an encoder needs at least one of everything",
                    "",
                    tokens + " tokens, width " + width + ", " + heads + " heads, hidden " + hidden + ", " + layers
                            + " layers");
        }
        if (width % heads != 0) {
            throw new InvalidInput("the heads do not divide the width", "", heads + " heads, width " + width);
        }
    }

    /** Of 64 tokens, width 128 and four heads: 198,272 parameters a layer. */
    public static Encoder small(int layers) {
        return new Encoder(64, 128, 4, 512, layers);
    }

    /** The encoder alone: input "x" and output "y" (batch, tokens, width), F32. */
    public Graph graph() {
        GraphBuilder builder = new GraphBuilder();
        Dim batch = Dim.symbol("batch", PlanRequest.MAX_BATCH);
        Value x = builder.input("x", TensorType.f32(batch, Dim.of(tokens), Dim.of(width)));
        return builder.output("y", append(builder, x)).build();
    }

    /**
     * Adds the encoder to a model that has its own way to make vectors of its input, and to use the result.
     *
     * @param x (batch, tokens, width)
     * @return the same shape
     */
    public Value append(GraphBuilder builder, Value x) {
        Value value = x;
        for (int layer = 1; layer <= layers; layer++) {
            value = layer(builder, "layer" + layer, value);
        }
        return norm(builder, "norm", value);
    }

    private Value layer(GraphBuilder builder, String name, Value x) {
        Value normal = norm(builder, name + ".attention.norm", x);
        Value q = linear(builder, name + ".attention.query", width, normal);
        Value k = linear(builder, name + ".attention.key", width, normal);
        Value v = linear(builder, name + ".attention.value", width, normal);
        Value seen = builder.apply(name + ".attention.heads", new Attention(heads, heads, false), q, k, v);
        Value out = linear(builder, name + ".attention.out", width, seen);
        Value between = builder.apply(name + ".attention.residual", new Add(), x, out);
        Value again = norm(builder, name + ".feedforward.norm", between);
        Value up = linear(builder, name + ".feedforward.up", hidden, again);
        Value bent = builder.apply(name + ".feedforward.gelu", new Gelu(), up);
        Value down = linear(builder, name + ".feedforward.down", width, bent);
        return builder.apply(name + ".feedforward.residual", new Add(), between, down);
    }

    private Value norm(GraphBuilder builder, String name, Value x) {
        Value weight = builder.weight(name + ".weight", TensorType.f32((long) width));
        Value bias = builder.weight(name + ".bias", TensorType.f32((long) width));
        return builder.apply(name, new LayerNorm(EPSILON), x, weight, bias);
    }

    private static Value linear(GraphBuilder builder, String name, long out, Value x) {
        long in = builder.type(x).dim(2).max();
        Value weight = builder.weight(name + ".weight", TensorType.f32(out, in));
        Value bias = builder.weight(name + ".bias", TensorType.f32(out));
        return builder.apply(name, new Linear(true), x, weight, bias);
    }
}
