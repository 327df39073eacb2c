package hone.engine.format.onnx;

import java.util.List;

/**
 * An operator that is not computed, and where a model uses it.
 *
 * @param operator its name, with its domain in front where that is not the standard one
 * @param nodes the names of the nodes
 */
public record UnsupportedOperator(String operator, List<String> nodes) {
    public UnsupportedOperator {
        nodes = List.copyOf(nodes);
    }

    /** "Einsum (node mix, node join)". */
    @Override
    public String toString() {
        return operator + " (node " + String.join(", node ", nodes) + ")";
    }
}
