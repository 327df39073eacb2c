package hone.engine.format.onnx.conformance;

import hone.engine.format.onnx.proto.AttributeProto;
import hone.engine.format.onnx.proto.GraphProto;
import hone.engine.format.onnx.proto.ModelProto;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.format.onnx.reference.Operators;
import java.util.ArrayList;
import java.util.List;

/** Nodes of a model whose results are random, so that no file can say what is right. */
final class RandomNodes {
    private final List<String> found = new ArrayList<>();

    private RandomNodes() {}

    /** Each with why it cannot be compared. */
    static List<String> of(ModelProto model) {
        RandomNodes nodes = new RandomNodes();
        nodes.graph(model.graph());
        model.functions().forEach(function -> function.nodes().forEach(nodes::node));
        return nodes.found;
    }

    private void graph(GraphProto graph) {
        graph.nodes().forEach(this::node);
    }

    private void node(NodeProto node) {
        if (node.domain().isEmpty() && Operators.isRandom(node.operator())) {
            found.add(node.operator() + " (node " + node.title()
                    + "): its numbers are random, so there is no right result");
        }
        for (AttributeProto attribute : node.attributes().values()) {
            GraphProto inside = attribute.graph();
            if (inside != null) {
                graph(inside);
            }
        }
    }
}
