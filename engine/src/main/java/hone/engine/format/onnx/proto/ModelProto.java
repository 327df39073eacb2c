package hone.engine.format.onnx.proto;

import java.util.List;
import java.util.Map;

/**
 * A whole ONNX file.
 *
 * @param opsets the version of each domain; the standard set's is the empty one
 */
public record ModelProto(
        long irVersion, String producer, GraphProto graph, Map<String, Long> opsets, List<FunctionProto> functions) {
    public ModelProto {
        opsets = Map.copyOf(opsets);
        functions = List.copyOf(functions);
    }
}
