package hone.engine.format.onnx.lowering;

import java.util.List;

/**
 * An operator of a model that no op of the engine stands for, and where the model uses it.
 *
 * @param operator its name, with its domain in front where that is not the standard one
 * @param reason as a clause; empty where the engine has no such op at all
 * @param nodes the names of the nodes
 */
public record NotMapped(String operator, String reason, List<String> nodes) {
    private static final int MOST_NAMED = 8;

    public NotMapped {
        nodes = List.copyOf(nodes);
    }

    /** "Clip (node relu6a, node relu6b)", "MaxPool (node pool1: its pads differ at opposite sides)". */
    @Override
    public String toString() {
        int named = Math.min(MOST_NAMED, nodes.size());
        String more = nodes.size() > named ? " and " + (nodes.size() - named) + " more" : "";
        return operator + " (node " + String.join(", node ", nodes.subList(0, named)) + more
                + (reason.isEmpty() ? "" : ": " + reason) + ")";
    }
}
