package hone.engine.model;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.activation.Gelu;
import hone.engine.op.activation.Silu;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.PositionEmbedding;
import hone.engine.op.attention.RotaryEmbedding;
import hone.engine.op.elementwise.Add;
import hone.engine.op.elementwise.Mul;
import hone.engine.op.embedding.Embedding;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.WeightGroups;
import hone.engine.op.normalization.LayerNorm;
import hone.engine.op.normalization.RmsNorm;
import hone.engine.run.PlanRequest;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The decoder-only transformer, with a normalization before each half of a block. Unless a {@link GptForm} says otherwise
 * it has the shape of Llama (Touvron et al., 2023): root-mean-square normalization, rotary positions, grouped-query
 * attention, a feed-forward gated by SiLU, and an output that reads the embedding's table. {@link #whole} computes all
 * positions of a sequence at once; {@link hone.engine.rewrite.KeyValueCaching} makes of it the graph that continues a
 * sequence whose keys and values so far are kept, so that a new token costs no more than its own row.
 *
 * <p>Weights are named as their layers: "embedding.weight", "layers.0.attention.q.weight", "layers.0.feedForward.up.weight",
 * "norm.weight", and where the form has them "positions.weight", "output.weight", ".bias" and, for INT8, ".weight.scale".
 */
public final class Gpt {
    /** Input: the tokens, (batch, seq) I32. */
    public static final String IDS = "ids";

    /** Input: where the first of them stands, (1) I32. */
    public static final String POSITION = "position";

    /** Output: for each position a score of each token that may come next, (batch, seq, vocabulary) F32. */
    public static final String LOGITS = "logits";

    /** The embedding's table, which is the output's weight too. */
    public static final String TABLE = "embedding.weight";

    /** The output's weight, where it is not the table. */
    public static final String OUTPUT = "output.weight";

    /** The learnt positions' table, where there is one. */
    public static final String POSITIONS = "positions.weight";

    private final GptDimensions dimensions;
    private final GptForm form;
    private final GraphBuilder builder = new GraphBuilder();
    private final RotaryEmbedding rotary;
    private final Value position;

    private Gpt(GptDimensions dimensions, GptForm form) {
        this.dimensions = dimensions;
        this.form = form;
        rotary = new RotaryEmbedding(dimensions.headDim(), dimensions.context(), form.rotaryBase());
        position = builder.input(POSITION, TensorType.of(DType.I32, Shape.of(1)));
    }

    /** Most tokens of a sequence that a graph with the input {@link #IDS} takes. */
    public static int context(Graph graph) {
        return Math.toIntExact(graph.type(graph.find(IDS).orElseThrow()).dim(1).max());
    }

    /** The graph over whole sequences, of any batch and up to the context's length; its position is 0. */
    public static Graph whole(GptDimensions dimensions) {
        return whole(dimensions, GptForm.LLAMA);
    }

    /** The graph over whole sequences of a transformer of another form. */
    public static Graph whole(GptDimensions dimensions, GptForm form) {
        Dim batch = Dim.symbol("batch", PlanRequest.MAX_BATCH);
        return new Gpt(dimensions, form).graph(batch, Dim.symbol("seq", dimensions.context()));
    }

    /** Memory for the caches of a graph that continues a sequence, empty. */
    public static Map<String, Tensor> caches(Graph graph, MemoryRegion region) {
        Map<String, Tensor> caches = new HashMap<>();
        for (Node.State state : graph.states()) {
            caches.put(
                    state.name(),
                    region.tensor(state.type().dtype(), state.type().maxShape()));
        }
        return caches;
    }

    private Graph graph(Dim batch, Dim seq) {
        Value ids = builder.input(IDS, new TensorType(DType.I32, List.of(batch, seq)));
        Value table = builder.weight(TABLE, TensorType.f32(dimensions.vocabulary(), dimensions.width()));
        Value x = builder.apply("embedding", new Embedding(), table, ids);
        if (form.positions() == GptForm.Positions.LEARNT) {
            Value places = builder.weight(POSITIONS, TensorType.f32(dimensions.context(), dimensions.width()));
            x = builder.apply("positions", new PositionEmbedding(), x, places, position);
        }
        for (int layer = 0; layer < dimensions.layers(); layer++) {
            String name = "layers." + layer;
            x = builder.apply(name + ".attention.add", new Add(), x, attention(name + ".attention", x));
            x = builder.apply(name + ".feedForward.add", new Add(), x, feedForward(name + ".feedForward", x));
        }
        return builder.output(LOGITS, logits(normalized("norm", x), table)).build();
    }

    private Value logits(Value x, Value table) {
        return form.tied() && form.groupSize() == 0
                ? builder.apply("output", new Linear(false), x, table)
                : linear("output", x, dimensions.vocabulary(), false);
    }

    private Value attention(String name, Value x) {
        Value input = normalized(name + ".norm", x);
        Value q = linear(name + ".q", input, dimensions.width());
        Value k = linear(name + ".k", input, dimensions.kvWidth());
        Value v = linear(name + ".v", input, dimensions.kvWidth());
        if (form.positions() == GptForm.Positions.ROTARY) {
            q = builder.apply(name + ".q.rotary", rotary, q, position);
            k = builder.apply(name + ".k.rotary", rotary, k, position);
        }
        Attention causal = new Attention(dimensions.heads(), dimensions.kvHeads(), true);
        Value attended = builder.apply(name + ".scores", causal, q, k, v);
        return linear(name + ".out", attended, dimensions.width());
    }

    private Value feedForward(String name, Value x) {
        Value input = normalized(name + ".norm", x);
        Value between = switch (form.feedForward()) {
            case SWIGLU -> {
                Value gate = linear(name + ".gate", input, dimensions.hidden());
                Value open = builder.apply(name + ".silu", new Silu(), gate);
                Value up = linear(name + ".up", input, dimensions.hidden());
                yield builder.apply(name + ".mul", new Mul(), open, up);
            }
            case GELU_TANH, GELU -> {
                Value up = linear(name + ".up", input, dimensions.hidden());
                boolean approximate = form.feedForward() == GptForm.FeedForward.GELU_TANH;
                yield builder.apply(name + ".gelu", new Gelu(approximate), up);
            }
        };
        return linear(name + ".down", between, dimensions.width());
    }

    private Value normalized(String name, Value x) {
        Value weight = vector(name + ".weight", dimensions.width());
        return switch (form.normalization()) {
            case RMS -> builder.apply(name, new RmsNorm(form.epsilon()), x, weight);
            case LAYER ->
                builder.apply(
                        name, new LayerNorm(form.epsilon()), x, weight, vector(name + ".bias", dimensions.width()));
        };
    }

    private Value linear(String name, Value x, long out) {
        return linear(name, x, out, form.bias());
    }

    private Value linear(String name, Value x, long out, boolean bias) {
        long in = builder.type(x).dim(2).max();
        String weightName = name + ".weight";
        if (form.groupSize() != 0) {
            Value weight = builder.weight(weightName, TensorType.of(DType.I8, Shape.of(out, in)));
            long groups = WeightGroups.count(form.groupSize(), in);
            Value scale = builder.weight(weightName + ".scale", TensorType.f32(out, groups));
            Int8Linear op = new Int8Linear(false, form.groupSize());
            return builder.apply(name, op, x, weight, scale, vector(name + ".bias", out));
        }
        Value weight = builder.weight(weightName, TensorType.f32(out, in));
        return bias
                ? builder.apply(name, new Linear(true), x, weight, vector(name + ".bias", out))
                : builder.apply(name, new Linear(false), x, weight);
    }

    private Value vector(String name, long elements) {
        return builder.weight(name, TensorType.f32(elements));
    }
}
