package hone.engine.train.gradient;

import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Divides a forward pass into segments, so that the backward pass keeps what passes from one to the next and computes the rest
 * of each segment again (Chen et al., "Training deep nets with sublinear memory cost", 2016). A pass can be cut where a single
 * value is all that later ops need of earlier ones: between the halves of a transformer's blocks, between the layers of a
 * chain. Of all divisions whose segments grow to at least some size, it takes the one that needs the least: what is kept, and
 * the largest segment. The last segment is kept whole, as the backward pass begins with it.
 */
public final class Segments {
    /** Sizes of segments that are tried, evenly spread up to the whole pass. */
    private static final int TRIES = 128;

    private final Graph forward;
    private final int last;
    private final int[] lastUse;
    private final Set<Value> outputs;
    private final long[] bytesBefore;

    private Segments(Graph forward, Value loss) {
        this.forward = forward;
        last = loss.node();
        outputs = new HashSet<>(forward.outputs().values());
        lastUse = new int[forward.nodes().size()];
        bytesBefore = new long[forward.nodes().size() + 1];
        for (int i = 0; i < forward.nodes().size(); i++) {
            bytesBefore[i + 1] = bytesBefore[i] + bytesOf(i);
            if (forward.nodes().get(i) instanceof Node.Apply apply) {
                for (Value input : apply.inputs()) {
                    lastUse[input.node()] = i;
                }
            }
        }
    }

    /**
     * The values that are not kept; none where no division needs less than keeping everything.
     *
     * @param forward with symbolic sizes at their largest
     * @param loss the value that the backward pass starts at
     */
    public static Set<Value> dropped(Graph forward, Value loss) {
        Segments segments = new Segments(forward, loss);
        List<Integer> cuts = segments.cuts();
        long whole = segments.bytes(0, segments.last + 1);
        long least = whole;
        List<Integer> best = List.of();
        for (int size = 1; size < TRIES; size++) {
            List<Integer> some = segments.division(cuts, whole / TRIES * size);
            long needed = segments.needed(some);
            if (needed < least) {
                least = needed;
                best = some;
            }
        }
        return segments.droppedBy(best);
    }

    /** The places, each the node behind it, where one op's values are all that is needed on the other side. */
    private List<Integer> cuts() {
        List<Integer> cuts = new ArrayList<>();
        Set<Integer> crossing = new HashSet<>();
        for (int i = 0; i < last; i++) {
            int node = i;
            crossing.removeIf(earlier -> lastUse[earlier] <= node);
            if (forward.nodes().get(i) instanceof Node.Apply && lastUse[i] > i) {
                crossing.add(i);
            }
            if (crossing.size() == 1) {
                cuts.add(i + 1);
            }
        }
        return cuts;
    }

    /** The first cuts that make each segment at least so large. */
    private List<Integer> division(List<Integer> cuts, long leastBytes) {
        List<Integer> division = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            if (bytes(from, cut) >= leastBytes) {
                division.add(cut);
                from = cut;
            }
        }
        return division;
    }

    private long needed(List<Integer> division) {
        long kept = 0;
        long largest = 0;
        int from = 0;
        for (int cut : division) {
            kept += bytesOf(crossing(cut));
            largest = Math.max(largest, bytes(from, cut));
            from = cut;
        }
        return kept + Math.max(largest, bytes(from, last + 1));
    }

    /** The node whose values cross a cut. */
    private int crossing(int cut) {
        int node = cut - 1;
        while (!(forward.nodes().get(node) instanceof Node.Apply) || lastUse[node] < cut) {
            node--;
        }
        return node;
    }

    private long bytes(int from, int to) {
        return bytesBefore[to] - bytesBefore[from];
    }

    /** Bytes of the values that an op makes, beside states that it updates. */
    private long bytesOf(int node) {
        if (!(forward.nodes().get(node) instanceof Node.Apply apply)) {
            return 0;
        }
        long bytes = 0;
        for (int output = 0; output < apply.outputs().size(); output++) {
            if (apply.op().updates(output) < 0) {
                bytes += apply.outputs().get(output).maxBytes();
            }
        }
        return bytes;
    }

    private Set<Value> droppedBy(List<Integer> division) {
        Set<Integer> kept = new HashSet<>();
        division.forEach(cut -> kept.add(crossing(cut)));
        Set<Value> dropped = new HashSet<>();
        int end = division.isEmpty() ? 0 : division.getLast();
        for (int i = 0; i < end; i++) {
            if (forward.nodes().get(i) instanceof Node.Apply apply && !kept.contains(i)) {
                for (int output = 0; output < apply.outputs().size(); output++) {
                    Value value = new Value(i, output);
                    if (apply.op().updates(output) < 0 && !outputs.contains(value)) {
                        dropped.add(value);
                    }
                }
            }
        }
        return dropped;
    }
}
