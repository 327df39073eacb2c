package hone.engine.format.onnx.proto;

import java.util.List;
import java.util.Map;

/**
 * An operator that the model itself defines by a list of nodes.
 *
 * @param defaults values of attributes that a caller may leave out
 * @param opsets the version of each domain that its nodes use
 */
public record FunctionProto(
        String domain,
        String name,
        List<String> inputs,
        List<String> outputs,
        Map<String, AttributeProto> defaults,
        List<NodeProto> nodes,
        Map<String, Long> opsets) {
    public FunctionProto {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        defaults = Map.copyOf(defaults);
        nodes = List.copyOf(nodes);
        opsets = Map.copyOf(opsets);
    }
}
