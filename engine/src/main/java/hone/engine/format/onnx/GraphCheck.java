package hone.engine.format.onnx;

import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import hone.engine.format.JsonReason;
import hone.engine.format.onnx.proto.AttributeProto;
import hone.engine.format.onnx.proto.FunctionProto;
import hone.engine.format.onnx.proto.GraphProto;
import hone.engine.format.onnx.proto.ModelProto;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.format.onnx.proto.TensorProto;
import hone.engine.format.onnx.proto.ValueInfoProto;
import hone.engine.format.onnx.reference.Operators;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks a model over before it runs: every value is made once and before it is used, so there is no cycle, and every operator
 * is one that is computed.
 */
final class GraphCheck {
    private static final long NEWEST_OPSET = 28;

    private final String place;
    private final ModelProto model;
    private final Map<String, List<String>> unsupported = new LinkedHashMap<>();
    private final Set<String> functions = new HashSet<>();

    private GraphCheck(String place, ModelProto model) {
        this.place = place;
        this.model = model;
        model.functions().forEach(function -> functions.add(function.domain() + "." + function.name()));
    }

    /**
     * The operators that are not computed, all of them.
     *
     * @throws InvalidInput if the graph is not one that can run
     * @throws Unavailable if it needs a newer version of the operators
     */
    static List<UnsupportedOperator> check(String place, ModelProto model) {
        GraphCheck check = new GraphCheck(place, model);
        check.versions();
        check.graph(model.graph(), new Scope(Optional.empty()));
        for (FunctionProto function : model.functions()) {
            Scope known = new Scope(Optional.empty());
            known.names().addAll(function.inputs());
            check.nodes(function.nodes(), known, new HashSet<>(function.inputs()));
        }
        List<UnsupportedOperator> found = new ArrayList<>();
        check.unsupported.forEach((operator, nodes) -> found.add(new UnsupportedOperator(operator, nodes)));
        return found;
    }

    private void versions() {
        Long version = model.opsets().get("");
        if (version != null && version < 1) {
            throw wrong("opset_import", "there is no version " + version + " of the operators");
        }
        if (version != null && version > NEWEST_OPSET) {
            throw new Unavailable(
                    "version " + version + " of the ONNX operators",
                    place + " needs it, and 1 to " + NEWEST_OPSET + " are known",
                    "");
        }
    }

    /** The values that nodes may use: those of their graph so far, and of the graphs around it. */
    private record Scope(Optional<Scope> around, Set<String> names) {
        Scope(Optional<Scope> around) {
            this(around, new HashSet<>());
        }

        boolean contains(String name) {
            return names.contains(name)
                    || around.map(scope -> scope.contains(name)).orElse(false);
        }
    }

    private void graph(GraphProto graph, Scope around) {
        Scope known = new Scope(Optional.of(around));
        Set<String> own = new HashSet<>();
        for (ValueInfoProto input : graph.inputs()) {
            if (!own.add(input.name())) {
                throw wrong("input " + input.name(), "two inputs have this name");
            }
        }
        Set<String> constants = new HashSet<>();
        for (TensorProto constant : graph.constants()) {
            if (constant.name().isEmpty() || !constants.add(constant.name())) {
                throw wrong("constant " + constant.name(), "two constants have this name, or it has none");
            }
        }
        own.addAll(constants);
        known.names().addAll(own);
        nodes(graph.nodes(), known, own);
        for (ValueInfoProto output : graph.outputs()) {
            if (!known.contains(output.name())) {
                throw wrong("output " + output.name(), "nothing makes it");
            }
        }
    }

    private void nodes(List<NodeProto> nodes, Scope known, Set<String> own) {
        for (NodeProto node : nodes) {
            String operator = node.domain().isEmpty() ? node.operator() : node.domain() + "." + node.operator();
            if (!functions.contains(node.domain() + "." + node.operator())
                    && !Operators.knows(node.domain(), node.operator())) {
                unsupported.computeIfAbsent(operator, _ -> new ArrayList<>()).add(node.title());
            }
            for (String input : node.inputs()) {
                if (!input.isEmpty() && !known.contains(input)) {
                    throw wrong("node " + node.title(), "it uses " + input + ", which nothing before it makes");
                }
            }
            for (AttributeProto attribute : node.attributes().values()) {
                if (attribute.graph() != null) {
                    graph(attribute.graph(), known);
                }
            }
            for (String output : node.outputs()) {
                if (!output.isEmpty() && !own.add(output)) {
                    throw wrong("node " + node.title(), "it makes " + output + ", which is made already");
                }
                known.names().add(output);
            }
        }
    }

    private InvalidInput wrong(String where, String why) {
        return new InvalidInput(
                "this is not a usable ONNX model",
                place + ", " + JsonReason.shortened(where, 160),
                JsonReason.shortened(why, 300));
    }
}
