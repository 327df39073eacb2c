package hone.engine.run;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.memory.MemoryRegion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the values that ops make live: an offset into one block of activation memory each. Values that leave the graph
 * go to the caller's memory instead, where the caller brings some, and updated state stays where it is.
 *
 * <p>Memory is used again: a value needs its place from the op that makes it to the last op that reads it, and values
 * whose times do not overlap may share one. An op that works element by element writes over an input that nobody needs
 * after it. Places are given to the largest buffers first, each the lowest that is free for all of its time.
 */
public final class BufferLayout {
    private final Map<Value, Long> offsets;
    private final Set<Value> kept;
    private final long bytes;
    private final long unsharedBytes;

    private BufferLayout(Map<Value, Long> offsets, Set<Value> kept, long bytes, long unsharedBytes) {
        this.offsets = Map.copyOf(offsets);
        this.kept = Set.copyOf(kept);
        this.bytes = bytes;
        this.unsharedBytes = unsharedBytes;
    }

    /**
     * Lays out the values of a graph at their maximum sizes.
     *
     * @param taps nodes whose outputs stay readable after the run
     * @param bound outputs of the graph that have memory of the caller's
     */
    static BufferLayout of(Graph graph, Set<String> taps, Set<String> bound) {
        Set<Value> elsewhere = new HashSet<>();
        bound.forEach(name -> elsewhere.add(graph.output(name)));
        Lifetimes lifetimes = Lifetimes.of(graph, taps);
        Map<Value, Buffer> buffers = new HashMap<>();
        List<Buffer> distinct = new ArrayList<>();
        long unshared = 0;
        for (int i = 0; i < graph.nodes().size(); i++) {
            if (graph.nodes().get(i) instanceof Node.Apply apply) {
                for (int output = 0; output < apply.outputs().size(); output++) {
                    Value value = new Value(i, output);
                    if (apply.op().updates(output) >= 0 || elsewhere.contains(value)) {
                        continue;
                    }
                    long size = rounded(apply.outputs().get(output).maxBytes());
                    unshared += size;
                    Buffer overwritten = overwritten(apply, i, output, lifetimes, buffers);
                    if (overwritten != null) {
                        overwritten.last = lifetimes.last(value);
                        buffers.put(value, overwritten);
                    } else {
                        Buffer own = new Buffer(i, lifetimes.last(value), size);
                        distinct.add(own);
                        buffers.put(value, own);
                    }
                }
            }
        }
        long bytes = place(distinct);
        Map<Value, Long> offsets = new HashMap<>();
        buffers.forEach((value, buffer) -> offsets.put(value, buffer.offset));
        return new BufferLayout(offsets, lifetimes.kept(), bytes, unshared);
    }

    /** The buffer of an input that the op may write over; null where it needs memory of its own. */
    private static @Nullable Buffer overwritten(
            Node.Apply apply, int node, int output, Lifetimes lifetimes, Map<Value, Buffer> buffers) {
        if (!apply.op().elementwise()) {
            return null;
        }
        for (Value input : apply.inputs()) {
            Buffer buffer = buffers.get(input);
            if (buffer != null
                    && lifetimes.last(input) == node
                    && buffer.bytes == rounded(apply.outputs().get(output).maxBytes())) {
                return buffer;
            }
        }
        return null;
    }

    private static long place(List<Buffer> buffers) {
        List<Buffer> placed = new ArrayList<>();
        List<Buffer> largestFirst = new ArrayList<>(buffers);
        largestFirst.sort(Comparator.comparingLong((Buffer buffer) -> buffer.bytes)
                .reversed()
                .thenComparingInt(buffer -> buffer.first));
        long end = 0;
        for (Buffer buffer : largestFirst) {
            long offset = 0;
            for (Buffer other : placed) { // in the order of their offsets
                if (other.overlaps(buffer) && offset + buffer.bytes > other.offset) {
                    offset = Math.max(offset, other.offset + other.bytes);
                }
            }
            buffer.offset = offset;
            end = Math.max(end, offset + buffer.bytes);
            placed.add(buffer);
            placed.sort(Comparator.comparingLong(other -> other.offset));
        }
        return end;
    }

    /** Bytes of the whole block. */
    public long bytes() {
        return bytes;
    }

    /** Bytes the block would have if every value had memory of its own. */
    public long unsharedBytes() {
        return unsharedBytes;
    }

    /** Byte offset of a value that has memory in the block; empty for one that has none. */
    OptionalLong offset(Value value) {
        Long offset = offsets.get(value);
        return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    /**
     * Byte offset of a value that a run needs a place in the block for.
     *
     * @param name of its node
     * @throws InvalidInput if it has none, as the plan counts on the caller's memory
     */
    long required(Value value, String name) {
        return offset(value)
                .orElseThrow(() -> new InvalidInput("an output was not bound", name, "its plan sets no memory aside"));
    }

    /** Whether both have memory in the block, and it is the same. */
    boolean sameMemory(Value one, Value other) {
        Long offset = offsets.get(one);
        return offset != null && offset.equals(offsets.get(other));
    }

    /** Whether a value's memory still holds it after the run. */
    boolean keeps(Value value) {
        return kept.contains(value);
    }

    private static long rounded(long bytes) {
        return (bytes + MemoryRegion.ALIGNMENT - 1) / MemoryRegion.ALIGNMENT * MemoryRegion.ALIGNMENT;
    }

    /** Memory for one value, or for several that write over one another, from one op to another. */
    private static final class Buffer {
        private final int first;
        private final long bytes;
        private int last;
        private long offset;

        Buffer(int first, int last, long bytes) {
            this.first = first;
            this.last = last;
            this.bytes = bytes;
        }

        boolean overlaps(Buffer other) {
            return first <= other.last && other.first <= last;
        }
    }
}
