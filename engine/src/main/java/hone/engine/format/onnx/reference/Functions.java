package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.AttributeProto;
import hone.engine.format.onnx.proto.FunctionProto;
import hone.engine.format.onnx.proto.ModelProto;
import hone.engine.format.onnx.proto.NodeProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The functions that a model defines for its nodes, and what their nodes become when one is called. */
record Functions(Map<String, FunctionProto> byName) {
    static Functions of(ModelProto model) {
        Map<String, FunctionProto> byName = new HashMap<>();
        model.functions().forEach(function -> byName.put(name(function.domain(), function.name()), function));
        return new Functions(byName);
    }

    /** An operator or function with its domain; the standard one is not written. */
    static String name(String domain, String name) {
        return domain.isEmpty() ? name : domain + "." + name;
    }

    Optional<FunctionProto> find(NodeProto node) {
        return Optional.ofNullable(byName.get(name(node.domain(), node.operator())));
    }

    /** A node's attributes, those that name one of the function's replaced by what its caller gave. */
    static Map<String, AttributeProto> resolved(NodeProto node, Map<String, AttributeProto> arguments) {
        Map<String, AttributeProto> resolved = new HashMap<>();
        node.attributes().forEach((name, attribute) -> {
            AttributeProto value = attribute.reference().isEmpty() ? attribute : arguments.get(attribute.reference());
            if (value != null) {
                resolved.put(name, value);
            }
        });
        return resolved;
    }

    /** In a function, an input that its caller left out is left out of the nodes too. */
    static NodeProto leavingOut(NodeProto node, Predicate<String> isKnown) {
        List<String> known = node.inputs().stream()
                .map(input -> isKnown.test(input) ? input : "")
                .toList();
        return new NodeProto(node.name(), node.domain(), node.operator(), known, node.outputs(), node.attributes());
    }
}
