package hone.engine.format.onnx;

import hone.engine.format.JsonReason;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An operator that is not computed, and where a model uses it.
 *
 * @param operator its name, with its domain in front where that is not the standard one
 * @param nodes the names of the nodes
 */
public record UnsupportedOperator(String operator, List<String> nodes) {
    private static final int LONGEST = 100;

    public UnsupportedOperator {
        nodes = List.copyOf(nodes);
    }

    /** "Einsum (node mix, node join)". */
    @Override
    public String toString() {
        return JsonReason.shortened(operator, LONGEST)
                + nodes.stream()
                        .map(node -> JsonReason.shortened(node, LONGEST))
                        .collect(Collectors.joining(", node ", " (node ", ")"));
    }
}
