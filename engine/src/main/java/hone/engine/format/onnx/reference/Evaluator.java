package hone.engine.format.onnx.reference;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import hone.engine.format.onnx.proto.AttributeProto;
import hone.engine.format.onnx.proto.FunctionProto;
import hone.engine.format.onnx.proto.GraphProto;
import hone.engine.format.onnx.proto.ModelProto;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.format.onnx.proto.TensorProto;
import hone.engine.format.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Computes ONNX graphs node by node, each operator as the version that the model imports defines it. */
public final class Evaluator {
    /** Functions that call themselves, and graphs in one another, end here. */
    private static final int MAX_DEPTH = 40;

    private final Functions functions;
    private final ModelProto model;
    private final Cancellation stop;
    private final GraphProto outermost;
    private final RunBudget budget;
    private final BiFunction<String, String, Optional<Operator>> operators;

    public Evaluator(ModelProto model, Cancellation stop) {
        this(model, model, stop);
    }

    /** @param whole the file that the model is a part of, whose weights say what a run may cost */
    public Evaluator(ModelProto model, ModelProto whole, Cancellation stop) {
        this(model, whole, stop, Operators::find);
    }

    /** @param operators that are known, by domain and name */
    Evaluator(
            ModelProto model,
            ModelProto whole,
            Cancellation stop,
            BiFunction<String, String, Optional<Operator>> operators) {
        this.model = model;
        this.stop = stop;
        this.operators = operators;
        this.outermost = whole.graph();
        this.budget = RunBudget.of(whole);
        this.functions = Functions.of(model);
    }

    /**
     * Computes the model's outputs.
     *
     * @param inputs by name; those that have a constant of the same name may be left out
     * @throws InvalidInput if an input is missing, or an operator is given what it does not take
     * @throws Unavailable if an operator is not computed, or not for these types
     * @throws hone.engine.OverBudget if the values that are alive at once would take more than half of the heap
     */
    public Map<String, OnnxValue> run(Map<String, OnnxValue> inputs) {
        try {
            return compute(inputs);
        } catch (Unforeseen e) {
            throw e.said();
        }
    }

    private Map<String, OnnxValue> compute(Map<String, OnnxValue> inputs) {
        GraphProto graph = model.graph();
        Frame frame = new Frame(null, model.opsets(), Map.of(), 0);
        inputs.forEach(frame::put);
        frame.constants(graph);
        for (ValueInfoProto input : graph.inputs()) {
            if (frame.find(input.name()).isEmpty()) {
                throw new InvalidInput("the ONNX model cannot run", input.name(), "this input is not given");
            }
        }
        graph.nodes().forEach(frame::compute);
        Map<String, OnnxValue> outputs = new LinkedHashMap<>();
        for (ValueInfoProto output : graph.outputs()) {
            outputs.put(output.name(), frame.get(output.name()));
        }
        return outputs;
    }

    /**
     * Computes one node by itself.
     *
     * @param inputs every value that it uses, and that graphs in its attributes use
     * @return its outputs by name
     */
    public Map<String, OnnxValue> run(NodeProto node, Map<String, OnnxValue> inputs) {
        Frame frame = new Frame(null, model.opsets(), Map.of(), 0);
        inputs.forEach(frame::put);
        budget.work(inputs.size());
        try {
            frame.compute(node);
        } catch (Unforeseen e) {
            throw e.said();
        }
        Map<String, OnnxValue> outputs = new LinkedHashMap<>();
        for (String output : node.outputs()) {
            frame.find(output).ifPresent(value -> outputs.put(output, value));
        }
        return outputs;
    }

    /** The values that nodes see: those of their graph, and of the graphs around it. */
    final class Frame {
        private final @Nullable Frame around;
        private final Map<String, Long> opsets;
        private final Map<String, AttributeProto> arguments;
        private final int depth;
        private long held;
        private final Map<String, OnnxValue> values = new HashMap<>();

        Frame(@Nullable Frame around, Map<String, Long> opsets, Map<String, AttributeProto> arguments, int depth) {
            if (depth > MAX_DEPTH) {
                throw new InvalidInput(
                        "the ONNX model cannot run", "", "its graphs nest deeper than " + MAX_DEPTH + " levels");
            }
            this.around = around;
            this.opsets = opsets;
            this.arguments = arguments;
            this.depth = depth;
        }

        Cancellation stop() {
            return stop;
        }

        RunBudget budget() {
            return budget;
        }

        /** The graph of the file, whatever part of it runs here. */
        GraphProto outermost() {
            return outermost;
        }

        /** A frame that sees nothing around it. */
        Frame apart() {
            return new Frame(null, opsets, Map.of(), depth + 1);
        }

        void put(String name, OnnxValue value) {
            values.put(name, value);
        }

        /** Keeps a value's bytes in account until the frame ends. */
        void hold(OnnxValue value) {
            held += budget.hold(value);
        }

        /** Replaces values that were held by others, as each turn of a loop does. */
        long holdInstead(long before, List<OnnxValue> values) {
            budget.release(before);
            held -= before;
            long now = 0;
            for (OnnxValue value : values) {
                now += budget.hold(value);
            }
            held += now;
            return now;
        }

        private void end() {
            budget.release(held);
            held = 0;
        }

        Optional<OnnxValue> find(String name) {
            OnnxValue value = values.get(name);
            return value == null && around != null ? around.find(name) : Optional.ofNullable(value);
        }

        OnnxValue get(String name) {
            return find(name)
                    .orElseThrow(() -> new InvalidInput("the ONNX model cannot run", name, "nothing makes this value"));
        }

        void constants(GraphProto graph) {
            for (TensorProto constant : graph.constants()) {
                if (!values.containsKey(constant.name())) {
                    NdArray value = TensorValues.of(constant);
                    budget.work(value.count());
                    hold(value);
                    values.put(constant.name(), value);
                }
            }
        }

        /** Computes a graph inside this one. */
        List<OnnxValue> run(GraphProto graph, List<OnnxValue> given) {
            Frame inside = new Frame(this, opsets, arguments, depth + 1);
            budget.work(RunBudget.NODE_STEPS);
            if (given.size() > graph.inputs().size()) {
                throw new InvalidInput(
                        "the ONNX model cannot run",
                        graph.name(),
                        given.size() + " values for " + graph.inputs().size() + " inputs");
            }
            for (int i = 0; i < given.size(); i++) {
                inside.put(graph.inputs().get(i).name(), given.get(i));
            }
            inside.constants(graph);
            graph.nodes().forEach(inside::compute);
            List<OnnxValue> outputs = graph.outputs().stream()
                    .map(output -> inside.get(output.name()))
                    .toList();
            inside.end();
            return outputs;
        }

        void compute(NodeProto node) {
            stop.check("running the ONNX model");
            budget.work(RunBudget.NODE_STEPS);
            List<Optional<OnnxValue>> inputs = inputs(node);
            Optional<FunctionProto> function = functions.find(node);
            List<OnnxValue> outputs;
            if (function.isPresent()) {
                outputs = call(function.get(), Functions.resolved(node, arguments), inputs);
            } else {
                Operator operator = operators
                        .apply(node.domain(), node.operator())
                        .orElseThrow(() -> new Unavailable(
                                "the ONNX operator " + Functions.name(node.domain(), node.operator()),
                                "node " + node.title(),
                                ""));
                outputs = Unforeseen.watched(operator, call(node, inputs));
            }
            for (int i = 0; i < node.outputs().size(); i++) {
                if (!node.outputs().get(i).isEmpty()) {
                    if (i >= outputs.size()) {
                        throw new Unavailable("output " + i + " of " + node.operator(), "node " + node.title(), "");
                    }
                    budget.lookAt(outputs.get(i));
                    hold(outputs.get(i));
                    values.put(node.outputs().get(i), outputs.get(i));
                }
            }
        }

        private List<Optional<OnnxValue>> inputs(NodeProto node) {
            List<Optional<OnnxValue>> inputs = new ArrayList<>();
            for (String input : node.inputs()) {
                inputs.add(input.isEmpty() ? Optional.empty() : Optional.of(get(input)));
                inputs.getLast().ifPresent(budget::lookAt);
            }
            return inputs;
        }

        /** A node and what it is given here. */
        Call call(NodeProto node) {
            return call(node, inputs(node));
        }

        private Call call(NodeProto node, List<Optional<OnnxValue>> inputs) {
            return new Call(node, opset(node.domain()), Functions.resolved(node, arguments), inputs, this);
        }

        private long opset(String domain) {
            return opsets.getOrDefault(domain, 1L);
        }

        private List<OnnxValue> call(
                FunctionProto function, Map<String, AttributeProto> attributes, List<Optional<OnnxValue>> inputs) {
            Map<String, AttributeProto> given = new HashMap<>(function.defaults());
            given.putAll(attributes);
            Map<String, Long> versions = function.opsets().isEmpty() ? opsets : function.opsets();
            Frame inside = new Frame(null, versions, given, depth + 1);
            for (int i = 0; i < Math.min(inputs.size(), function.inputs().size()); i++) {
                String name = function.inputs().get(i);
                inputs.get(i).ifPresent(value -> inside.put(name, value));
            }
            for (NodeProto node : function.nodes()) {
                inside.compute(
                        Functions.leavingOut(node, name -> inside.find(name).isPresent()));
            }
            List<OnnxValue> outputs =
                    function.outputs().stream().map(inside::get).toList();
            inside.end();
            return outputs;
        }
    }
}
