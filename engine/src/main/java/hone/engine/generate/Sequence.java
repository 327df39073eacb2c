package hone.engine.generate;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Gpt;
import hone.engine.rewrite.KeyValueCaching;
import hone.engine.run.Executor;
import hone.engine.run.KernelPool;
import hone.engine.run.Plan;
import hone.engine.run.Probe;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;

/**
 * A sequence of tokens that grows, and a transformer that says after each what may come next. Where its graph keeps keys
 * and values in states, only new tokens are computed; otherwise all of them are, each time.
 */
public final class Sequence implements AutoCloseable {
    private final Executor executor;
    private final MemoryRegion cache;
    private final MemoryRegion data;
    private final MemorySegment ids;
    private final MemorySegment position;
    private final boolean cached;
    private final int context;
    private final int most;
    private final int vocabulary;
    private final float[] scores;
    private final int kept;
    private final long cacheBytesPerToken;
    private int length;
    private int bound;
    private MemorySegment logits = MemorySegment.NULL;

    private Sequence(Plan plan, Executor executor, MemoryRegion cache, MemoryRegion data) {
        this.executor = executor;
        this.cache = cache;
        this.data = data;
        Graph graph = plan.graph();
        cached = !graph.states().isEmpty();
        most = Math.toIntExact(type(graph).dim(1).max());
        context = KeyValueCaching.positions(graph).orElse(most);
        kept = cached ? Math.toIntExact(graph.states().getFirst().type().dim(0).max()) : 0;
        vocabulary = Math.toIntExact(graph.type(graph.output(Gpt.LOGITS)).dim(2).max());
        scores = new float[vocabulary];
        cacheBytesPerToken = graph.states().stream()
                .mapToLong(
                        state -> state.type().maxBytes() / state.type().dim(0).max())
                .sum();
        Tensor at = data.tensor(DType.I32, Shape.of(1));
        ids = data.tensor(DType.I32, Shape.of(1, most)).segment();
        position = at.segment();
        if (graph.find(Gpt.POSITION).isPresent()) { // other programs' models may count tokens by themselves
            executor.bindings().input(Gpt.POSITION, at);
        }
    }

    /**
     * Opens an empty one.
     *
     * @param plan of a graph over whole sequences such as {@link Gpt#whole}, or of one that continues a sequence
     * @throws InvalidInput if the graph has no tokens and scores as {@link Gpt} names them
     * @throws hone.engine.OverBudget if it does not fit the budget; nothing is kept then
     */
    public static Sequence open(Plan plan, KernelPool pool, MemoryBudget budget) {
        Graph graph = plan.graph();
        type(graph);
        MemoryRegion cache = budget.open(Category.KV_CACHE, "keys and values of a sequence");
        MemoryRegion data = budget.open(Category.DATA, "tokens of a sequence");
        boolean opened = false;
        try {
            Map<String, Tensor> states = Gpt.caches(graph, cache);
            Executor executor = Executor.open(plan, states, pool, budget);
            Sequence sequence = new Sequence(plan, executor, cache, data);
            opened = true;
            return sequence;
        } finally {
            if (!opened) {
                cache.close();
                data.close();
            }
        }
    }

    /** The type of the tokens, (batch, seq). */
    private static TensorType type(Graph graph) {
        return graph.find(Gpt.IDS)
                .map(graph::type)
                .filter(found -> found.rank() == 2 && found.dtype() == DType.I32)
                .orElseThrow(() -> new InvalidInput(
                        "this model does not continue a text", "", "it has no input '" + Gpt.IDS + "' of tokens"));
    }

    /** What it runs. */
    public Plan plan() {
        return executor.plan();
    }

    /** How many tokens it may have. */
    public int context() {
        return context;
    }

    /** How many it has. */
    public int length() {
        return length;
    }

    /** How many different tokens there are. */
    public int vocabulary() {
        return vocabulary;
    }

    /** Whether keys and values are kept. */
    public boolean cached() {
        return cached;
    }

    /**
     * Bytes of the keys and values that are kept so far: 2 · layers · kvHeads · headDim · tokens · bytes of an element,
     * where INT8 has 2 · layers · kvHeads · tokens scales of 4 bytes beside; tokens are at most the window's. 0 without a
     * cache.
     */
    public long cacheBytes() {
        return cacheBytesPerToken * Math.min(length, kept);
    }

    /** Bytes set aside for the keys and values of as many tokens as are kept. */
    public long reservedCacheBytes() {
        return cacheBytesPerToken * kept;
    }

    /** Forgets all tokens. */
    public void clear() {
        length = 0;
    }

    /**
     * Appends tokens, and computes.
     *
     * @param tokens at least one
     * @param probe sees each op
     * @return the scores of what may come next (vocabulary); overwritten by the next call
     * @throws InvalidInput if there is none, one is not of the vocabulary, or they do not fit the context
     */
    public float[] append(int[] tokens, Probe probe, Cancellation stop) {
        if (tokens.length == 0) {
            throw new InvalidInput("there is nothing to continue", "", "the text has no token");
        }
        if (tokens.length > context - length) {
            throw new InvalidInput(
                    "the text is too long for the model",
                    "",
                    length + tokens.length + " tokens, its context has " + context);
        }
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] < 0 || tokens[i] >= vocabulary) {
                throw new InvalidInput(
                        "a token is not of the model's vocabulary",
                        "token " + (length + i),
                        tokens[i] + " of " + vocabulary);
            }
        }
        if (cached) {
            for (int from = 0; from < tokens.length; from += most) {
                int count = Math.min(most, tokens.length - from);
                MemorySegment.copy(tokens, from, ids, ValueLayout.JAVA_INT, 0, count);
                run(count, length, probe, stop);
                length += count;
            }
        } else {
            MemorySegment.copy(tokens, 0, ids, ValueLayout.JAVA_INT, (long) length * Integer.BYTES, tokens.length);
            run(length + tokens.length, 0, probe, stop);
            length += tokens.length;
        }
        return scores;
    }

    private void run(int count, int first, Probe probe, Cancellation stop) {
        boolean same = bound == count;
        if (!same) {
            MemorySegment part = ids.asSlice(0, (long) count * Integer.BYTES);
            executor.bindings().input(Gpt.IDS, new Tensor(Shape.of(1, count), DType.I32, part));
            bound = 0;
        }
        position.set(ValueLayout.JAVA_INT, 0, first);
        executor.run(probe, stop);
        if (!same) {
            logits = executor.output(Gpt.LOGITS).segment();
            bound = count;
        }
        long last = (long) (count - 1) * vocabulary * Float.BYTES;
        MemorySegment.copy(logits, ValueLayout.JAVA_FLOAT, last, scores, 0, vocabulary);
    }

    @Override
    public void close() {
        executor.close();
        cache.close();
        data.close();
    }
}
