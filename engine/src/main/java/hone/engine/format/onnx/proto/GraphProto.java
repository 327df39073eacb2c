package hone.engine.format.onnx.proto;

import java.util.List;

/** A graph: nodes in an order in which they can run, constants, and what goes in and out. */
public record GraphProto(
        String name,
        List<NodeProto> nodes,
        List<TensorProto> constants,
        List<ValueInfoProto> inputs,
        List<ValueInfoProto> outputs) {
    public GraphProto {
        nodes = List.copyOf(nodes);
        constants = List.copyOf(constants);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
