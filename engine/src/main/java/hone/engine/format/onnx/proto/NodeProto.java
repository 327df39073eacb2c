package hone.engine.format.onnx.proto;

import java.util.List;
import java.util.Map;

/**
 * One node of a graph.
 *
 * @param name what the file calls it; empty where it has no name
 * @param domain of the operator; empty for the standard set
 * @param operator such as "Gemm"
 * @param inputs names of values; an empty name leaves an optional input out
 * @param outputs names of the values it makes; an empty name leaves an optional output out
 * @param attributes by name
 */
public record NodeProto(
        String name,
        String domain,
        String operator,
        List<String> inputs,
        List<String> outputs,
        Map<String, AttributeProto> attributes) {
    public NodeProto {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Map.copyOf(attributes);
    }

    /** Its name, or where it has none the value it makes. */
    public String title() {
        return name.isEmpty() ? String.join(", ", outputs) : name;
    }
}
