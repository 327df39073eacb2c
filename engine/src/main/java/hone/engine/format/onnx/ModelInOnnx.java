package hone.engine.format.onnx;

import hone.engine.format.onnx.op.OnnxMapping;
import hone.engine.format.onnx.op.OnnxMappings;
import hone.engine.format.onnx.op.OnnxSite;
import hone.engine.format.onnx.proto.Message;
import hone.engine.format.onnx.proto.OnnxGraph;
import hone.engine.format.onnx.proto.OnnxTypes;
import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.model.Model;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One model on its way to ONNX: what every value is called there, and which weights were used. */
final class ModelInOnnx {
    private final Model model;
    private final Graph graph;
    private final OnnxGraph written = new OnnxGraph();
    private final Map<Value, String> names = new HashMap<>();
    private final Set<String> usedWeights = new LinkedHashSet<>();

    ModelInOnnx(Model model) {
        this.model = model;
        this.graph = model.graph();
        nameOutputs();
    }

    /** An op's result that leaves the graph has the output's name from the start; what else leaves is copied. */
    private void nameOutputs() {
        graph.outputs().forEach((name, value) -> {
            boolean free = graph.find(name).isEmpty() || graph.find(name).get().node() == value.node();
            if (free && graph.node(value) instanceof Node.Apply) {
                names.putIfAbsent(value, name);
            }
        });
    }

    Message write() {
        graph.inputs().forEach(input -> written.input(input.name(), input.type()));
        for (Node.Apply node : graph.applications()) {
            write(node, node.op());
        }
        graph.outputs().forEach((name, value) -> {
            if (!name(value).equals(name)) {
                written.node(name + "/copy", "Identity", List.of(use(value)), List.of(name));
            }
            written.output(name, graph.type(value));
        });
        for (String weight : usedWeights) {
            written.constant(OnnxTypes.tensor(name(graph.find(weight).orElseThrow()), model.weight(weight)));
        }
        return written.model(model.id(), "Hone");
    }

    private <O extends Op> void write(Node.Apply node, O op) {
        OnnxMapping<O> mapping = OnnxMappings.find(op).orElseThrow();
        mapping.write(op, new Place(node));
    }

    /** The name of a value; that of a node's further outputs ends with their number. */
    private String name(Value value) {
        String node = unique(graph.node(value).name(), value.node());
        return names.getOrDefault(value, value.output() == 0 ? node : node + ":" + value.output());
    }

    /** A node's own name, unless an output that another node makes has it: ONNX knows each name once. */
    private String unique(String name, int node) {
        Value output = graph.outputs().get(name);
        String own = name;
        if (output != null && output.node() != node) {
            do {
                own = own + "/inner";
            } while (graph.find(own).isPresent() || graph.outputs().containsKey(own));
        }
        return own;
    }

    private String use(Value value) {
        if (graph.node(value) instanceof Node.Weight weight) {
            usedWeights.add(weight.name());
        }
        return name(value);
    }

    /** The place of one node. */
    private final class Place implements OnnxSite {
        private final Node.Apply node;
        private final int index;

        Place(Node.Apply node) {
            this.node = node;
            this.index = graph.find(node.name()).orElseThrow().node();
        }

        @Override
        public String name() {
            return unique(node.name(), index);
        }

        @Override
        public List<String> inputs() {
            List<String> used = new ArrayList<>();
            for (Value value : node.inputs()) {
                used.add(use(value));
            }
            return used;
        }

        @Override
        public String input(int number) {
            return use(node.inputs().get(number));
        }

        @Override
        public TensorType inputType(int number) {
            return graph.type(node.inputs().get(number));
        }

        @Override
        public Optional<Tensor> weight(int number) {
            return graph.node(node.inputs().get(number)) instanceof Node.Weight weight
                    ? Optional.of(model.weight(weight.name()))
                    : Optional.empty();
        }

        @Override
        public Optional<Op> producer(int number) {
            return graph.node(node.inputs().get(number)) instanceof Node.Apply made
                    ? Optional.of(made.op())
                    : Optional.empty();
        }

        @Override
        public String output(int number) {
            return ModelInOnnx.this.name(new Value(index, number));
        }

        @Override
        public OnnxGraph graph() {
            return written;
        }
    }
}
