package hone.engine.run;

import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.memory.MemoryRegion;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the values that ops make live: an offset into one block of activation memory each. Values that leave the graph
 * go to the caller's memory instead, and updated state stays where it is.
 *
 * <p>Every value has memory of its own here; reusing it by lifetimes is this class's next step.
 */
public final class BufferLayout {
    private final Map<Value, Long> offsets;
    private final long bytes;

    private BufferLayout(Map<Value, Long> offsets, long bytes) {
        this.offsets = Map.copyOf(offsets);
        this.bytes = bytes;
    }

    /** Lays out the values of a graph at their maximum sizes. */
    static BufferLayout of(Graph graph) {
        Map<Value, Long> offsets = new HashMap<>();
        long next = 0;
        for (int i = 0; i < graph.nodes().size(); i++) {
            if (graph.nodes().get(i) instanceof Node.Apply apply) {
                for (int output = 0; output < apply.outputs().size(); output++) {
                    if (apply.op().updates(output) < 0) {
                        offsets.put(new Value(i, output), next);
                        next += rounded(apply.outputs().get(output).maxBytes());
                    }
                }
            }
        }
        return new BufferLayout(offsets, next);
    }

    /** Bytes of the whole block. */
    public long bytes() {
        return bytes;
    }

    /** Byte offset of a value that has memory of its own. */
    long offset(Value value) {
        return java.util.Objects.requireNonNull(offsets.get(value));
    }

    private static long rounded(long bytes) {
        return (bytes + MemoryRegion.ALIGNMENT - 1) / MemoryRegion.ALIGNMENT * MemoryRegion.ALIGNMENT;
    }
}
