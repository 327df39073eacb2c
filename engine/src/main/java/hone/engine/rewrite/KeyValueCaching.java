package hone.engine.rewrite;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.model.Model;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.CacheAppend;
import hone.engine.op.attention.CachedAttention;
import hone.engine.op.attention.RollingCacheAttention;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A transformer over whole sequences becomes one that continues a sequence. Causal attention never looks ahead, so the
 * keys and values of a position stay what they are however long the sequence grows: they are kept in state nodes, and a
 * run computes only its own tokens' rows.
 *
 * <p>An attention named {@code layers.0.attention.scores} gets the states {@code layers.0.attention.keys} and
 * {@code .values}, each (maxSeq, kvWidth). Where not all positions are kept, or not in float32, it becomes a {@link
 * RollingCacheAttention}, whose states are (window, kvWidth) and, in I8, {@code .keys.scale} and {@code .values.scale},
 * each (window, kvHeads).
 */
public final class KeyValueCaching {
    private final Value ids;
    private final Dim seq;
    private final int context;
    private final String position;
    private final CacheForm form;

    private KeyValueCaching(Value ids, Dim seq, int context, String position, CacheForm form) {
        this.ids = ids;
        this.seq = seq;
        this.context = context;
        this.position = position;
        this.form = form;
    }

    /** Why a graph's keys and values cannot be kept; empty where they can. */
    public static Optional<String> refusal(Graph graph) {
        if (!graph.states().isEmpty()) {
            return Optional.of("this model keeps a state already");
        }
        if (attentions(graph).findAny().isEmpty()) {
            return Optional.of("this model has no attention whose keys and values could be kept");
        }
        if (attentions(graph).anyMatch(attention -> !attention.causal())) {
            return Optional.of("its attention looks ahead, so that every new token changes what the earlier ones see");
        }
        if (inputs(graph, DType.I32, 2).count() != 1
                || inputs(graph, DType.I32, 1).count() != 1) {
            return Optional.of("it needs one input of tokens (batch, seq) and one of the first one's position");
        }
        return Optional.empty();
    }

    /** The model that continues one sequence, with all keys and values in float32; see {@link #of(Graph, int, CacheForm)}. */
    public static Model of(Model model, int most) {
        return new Model(model.id(), of(model.graph(), most), model.weights());
    }

    /** The graph that continues one sequence, with all keys and values in float32. */
    public static Graph of(Graph graph, int most) {
        return of(graph, most, CacheForm.PLAIN);
    }

    /**
     * The graph that continues one sequence: prefill is a run of many tokens at position 0, decode a run of one at each
     * position after. The caches are its states, see {@link hone.engine.model.Gpt#caches}.
     *
     * @param graph over whole sequences, with an input of tokens (batch, seq) I32 and one of their position (1) I32
     * @param most the most tokens that a run brings; 1 makes a graph for decoding alone
     * @param form how keys and values are kept; a window as long as the context keeps all
     * @throws InvalidInput if its keys and values cannot be kept, or {@code most} is not 1 to the context's length
     */
    public static Graph of(Graph graph, int most, CacheForm form) {
        refusal(graph).ifPresent(reason -> {
            throw new InvalidInput("keys and values cannot be kept", "", reason);
        });
        Node.Input tokens = inputs(graph, DType.I32, 2).findFirst().orElseThrow();
        int context = context(tokens);
        if (most < 1 || most > context) {
            throw new InvalidInput("a run may bring 1 to " + context + " tokens", "", "asked for up to " + most);
        }
        Dim seq = most == 1 ? Dim.of(1) : Dim.symbol("seq", most);
        Value ids = graph.find(tokens.name()).orElseThrow();
        String position = inputs(graph, DType.I32, 1).findFirst().orElseThrow().name();
        KeyValueCaching caching = new KeyValueCaching(ids, seq, context, position, form);
        return GraphCopy.of(graph, caching::change);
    }

    /** How many positions a sequence may have in a graph that keeps keys and values; empty for one that keeps none. */
    public static OptionalInt positions(Graph graph) {
        for (Node.Apply apply : graph.applications()) {
            if (apply.op() instanceof RollingCacheAttention rolling) {
                return OptionalInt.of(rolling.positions());
            }
            if (apply.op() instanceof CachedAttention) {
                Value keys = apply.inputs().get(CachedAttention.KEYS);
                return OptionalInt.of(Math.toIntExact(graph.type(keys).dim(0).max()));
            }
        }
        return OptionalInt.empty();
    }

    /** The most positions of a sequence that a graph over whole sequences takes. */
    private static int context(Node.Input tokens) {
        return Math.toIntExact(tokens.type().dim(1).max());
    }

    private static Stream<Node.Input> inputs(Graph graph, DType dtype, int rank) {
        return graph.nodes().stream()
                .filter(Node.Input.class::isInstance)
                .map(Node.Input.class::cast)
                .filter(input -> input.type().dtype() == dtype && input.type().rank() == rank);
    }

    private static Stream<Attention> attentions(Graph graph) {
        return graph.applications().stream()
                .map(Node.Apply::op)
                .filter(Attention.class::isInstance)
                .map(Attention.class::cast);
    }

    private Optional<List<Value>> change(Node node, int index, GraphCopy copy) {
        if (index == ids.node() && node instanceof Node.Input input) {
            TensorType one = new TensorType(DType.I32, List.of(Dim.of(1), seq));
            return Optional.of(List.of(copy.builder().input(input.name(), one)));
        }
        if (!(node instanceof Node.Apply apply) || !(apply.op() instanceof Attention attention)) {
            return Optional.empty();
        }
        Value at = copy.map(copy.graph().find(position).orElseThrow());
        if (!form.plain(context)) {
            return Optional.of(rolling(copy, apply, attention, at));
        }
        String name = apply.layer();
        List<Value> operands = copy.map(apply.inputs());
        Value keys = append(copy, name + ".keys", operands.get(Attention.KEYS), at);
        Value values = append(copy, name + ".values", operands.get(Attention.VALUES), at);
        CachedAttention cached = new CachedAttention(attention.heads(), attention.kvHeads());
        return Optional.of(
                copy.builder().apply(apply.name(), cached, List.of(operands.get(Attention.QUERIES), keys, values, at)));
    }

    private List<Value> rolling(GraphCopy copy, Node.Apply apply, Attention attention, Value at) {
        List<Value> operands = new ArrayList<>(copy.map(apply.inputs()));
        long width = copy.builder().type(operands.get(Attention.KEYS)).dim(2).max();
        int kept = form.kept(context);
        TensorType rows = TensorType.of(form.dtype(), Shape.of(kept, width));
        operands.add(at);
        operands.add(copy.builder().state(apply.layer() + ".keys", rows));
        operands.add(copy.builder().state(apply.layer() + ".values", rows));
        if (form.dtype() == DType.I8) {
            TensorType scales = TensorType.f32(kept, attention.kvHeads());
            operands.add(copy.builder().state(apply.layer() + ".keys.scale", scales));
            operands.add(copy.builder().state(apply.layer() + ".values.scale", scales));
        }
        var op = new RollingCacheAttention(attention.heads(), attention.kvHeads(), context);
        return copy.builder().apply(apply.name(), op, operands).subList(0, 1);
    }

    private Value append(GraphCopy copy, String name, Value rows, Value at) {
        long width = copy.builder().type(rows).dim(2).max();
        Value cache = copy.builder().state(name, TensorType.f32(context, width));
        return copy.builder().apply(name + ".append", new CacheAppend(), cache, rows, at);
    }
}
