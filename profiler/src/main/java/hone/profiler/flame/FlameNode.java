package hone.profiler.flame;

import java.util.Comparator;
import java.util.List;

/**
 * A Java frame with what it called.
 *
 * @param name "package.Class.method"
 * @param self samples in this frame itself
 * @param children frames it called, the one with most samples first
 */
public record FlameNode(String name, long self, List<FlameNode> children) {
    /** Of the root, which is no frame. */
    static final String ROOT = "all";

    private static final Comparator<FlameNode> HOTTEST =
            Comparator.comparingLong(FlameNode::total).reversed().thenComparing(FlameNode::name);

    public FlameNode {
        children = children.stream().sorted(HOTTEST).toList();
    }

    /** Samples in this frame and below. */
    public long total() {
        return self + children.stream().mapToLong(FlameNode::total).sum();
    }
}
