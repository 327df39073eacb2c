package hone.engine.format.onnx;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.format.onnx.proto.AttributeProto;
import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.proto.GraphProto;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.format.onnx.proto.ValueInfoProto;
import hone.engine.format.onnx.reference.Evaluator;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.format.onnx.reference.OnnxValue;
import hone.engine.format.onnx.reference.TensorValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model on its way to fixed shapes. It runs once on zeros: what depends on constants only is folded, and sizes are read off
 * values as they pass. A size that depends on numbers that are not given is refused, since it would differ in the next run.
 */
final class Specialization {
    /** Operators that look at an input's shape and at nothing else of it. */
    private static final Set<String> SHAPE_ONLY = Set.of("Shape", "Size");

    /** Operators whose result is as large as their operands' numbers say. */
    private static final Set<String> SIZED_BY_NUMBERS = Set.of(
            "NonZero",
            "Unique",
            "Compress",
            "Range",
            "ConstantOfShape",
            "NonMaxSuppression",
            "Loop",
            "If",
            "OneHot",
            "HannWindow",
            "HammingWindow",
            "BlackmanWindow",
            "MelWeightMatrix",
            "ImageDecoder",
            "StringNormalizer",
            "StringSplit");

    /** Operators whose inputs after the first say how large the result is. */
    private static final Set<String> SIZED_BY_PARAMETERS = Set.of(
            "Reshape",
            "Expand",
            "Tile",
            "Slice",
            "Pad",
            "Resize",
            "Upsample",
            "TopK",
            "Squeeze",
            "Unsqueeze",
            "Split",
            "ReduceSum",
            "ReduceMean",
            "ReduceMax",
            "ReduceMin",
            "ReduceProd",
            "ReduceL1",
            "ReduceL2",
            "ReduceLogSum",
            "ReduceLogSumExp",
            "ReduceSumSquare",
            "CenterCropPad",
            "AffineGrid",
            "Col2Im",
            "DFT",
            "SplitToSequence");

    private static final Set<String> WHOLE_QUOTIENTS = Set.of("Div", "Mod");

    private final OnnxModel model;
    private final Evaluator evaluator;
    private final Map<String, OnnxValue> values = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private final List<NodeProto> left = new ArrayList<>();

    Specialization(OnnxModel model, Cancellation stop) {
        this.model = model;
        this.evaluator = new Evaluator(model.proto(), stop);
    }

    SpecializedModel specialize(Map<String, int[]> shapes, Map<String, NdArray> given) {
        GraphProto graph = model.proto().graph();
        graph.constants().forEach(constant -> know(constant.name(), TensorValues.of(constant)));
        given.forEach(this::know);
        for (ValueInfoProto input : model.inputs()) {
            if (!given.containsKey(input.name())) {
                values.put(input.name(), zeros(input, shapes));
            }
        }
        graph.nodes().forEach(this::node);
        Map<String, NdArray> constants = new HashMap<>();
        known.forEach(name -> {
            if (values.get(name) instanceof NdArray array) {
                constants.put(name, array);
            }
        });
        return new SpecializedModel(model.proto(), left, constants, values);
    }

    private void know(String name, OnnxValue value) {
        values.put(name, value);
        known.add(name);
    }

    private static NdArray zeros(ValueInfoProto input, Map<String, int[]> shapes) {
        int[] shape = shapes.get(input.name());
        List<String> sizes = input.sizes().orElse(List.of());
        if (shape == null) {
            if (input.sizes().isEmpty() || !sizes.stream().allMatch(size -> size.matches("\\d{1,9}"))) {
                throw wrong(input.name(), "its shape is open and is not given");
            }
            shape = sizes.stream().mapToInt(Integer::parseInt).toArray();
        } else if (input.sizes().isPresent() && sizes.size() != shape.length) {
            throw wrong(input.name(), "it has " + sizes.size() + " dimensions, and " + shape.length + " are given");
        }
        for (int i = 0; i < sizes.size(); i++) {
            if (sizes.get(i).matches("\\d{1,9}") && Integer.parseInt(sizes.get(i)) != shape[i]) {
                throw wrong(
                        input.name(),
                        "dimension " + i + " has size " + sizes.get(i) + ", and " + shape[i] + " is given");
            }
        }
        return NdArray.zeros(input.type().orElse(ElementType.F32), shape);
    }

    private void node(NodeProto node) {
        Map<String, OnnxValue> operands = new HashMap<>();
        boolean constant = true;
        for (String input : node.inputs()) {
            if (!input.isEmpty()) {
                constant &= known.contains(input);
            }
        }
        boolean graphs = node.attributes().values().stream().anyMatch(Specialization::hasGraph);
        if (graphs) {
            operands.putAll(values); // its graphs may use any value around them
            constant &= known.containsAll(values.keySet());
        } else {
            node.inputs().stream().filter(values::containsKey).forEach(name -> operands.put(name, values.get(name)));
        }
        if (!constant) {
            requireFixedShape(node);
        }
        Map<String, OnnxValue> outputs = constant ? evaluator.run(node, operands) : sized(node, operands);
        values.putAll(outputs);
        // A sequence is no constant of a file, so whatever makes one runs each time.
        boolean arrays = outputs.values().stream().allMatch(NdArray.class::isInstance);
        if (arrays && (constant || (node.domain().isEmpty() && SHAPE_ONLY.contains(node.operator())))) {
            known.addAll(outputs.keySet());
        } else {
            left.add(node);
        }
    }

    /** What a node makes that depends on inputs: of its numbers nothing is used, so those of a product need no sums. */
    private Map<String, OnnxValue> sized(NodeProto node, Map<String, OnnxValue> operands) {
        if (WHOLE_QUOTIENTS.contains(node.operator()) && node.inputs().size() == 2) {
            // Zeros stand for what is not known, and whole numbers cannot be divided by them
            operands.computeIfPresent(node.inputs().get(1), (_, value) -> divisor(value));
        }
        boolean standard = model.proto().functions().isEmpty(); // else a file may say what its operators mean
        return Optional.of(node)
                .filter(_ -> standard)
                .flatMap(product -> ThinProducts.zeros(product, operands, evaluator))
                .map(zeros -> Map.<String, OnnxValue>of(node.outputs().getFirst(), zeros))
                .orElseGet(() -> evaluator.run(node, operands));
    }

    private static OnnxValue divisor(OnnxValue value) {
        if (!(value instanceof NdArray array) || !array.type().isWhole()) {
            return value;
        }
        long[] ones = new long[array.count()];
        Arrays.fill(ones, 1);
        return NdArray.ofWholes(array.type(), array.dims(), ones);
    }

    private static boolean hasGraph(AttributeProto attribute) {
        return attribute.graph() != null;
    }

    private void requireFixedShape(NodeProto node) {
        int from = SIZED_BY_NUMBERS.contains(node.operator())
                ? 0
                : SIZED_BY_PARAMETERS.contains(node.operator())
                        ? 1
                        : node.inputs().size();
        for (String input : node.inputs()
                .subList(Math.min(from, node.inputs().size()), node.inputs().size())) {
            if (!input.isEmpty() && !known.contains(input)) {
                throw new InvalidInput(
                        "the ONNX model has no fixed shapes",
                        node.operator() + " " + node.title(),
                        "its result is as large as the numbers of " + input
                                + " say, which are not known before it runs",
                        "give that value, or those it is made of");
            }
        }
    }

    private static InvalidInput wrong(String input, String why) {
        return new InvalidInput("the ONNX model cannot be specialized", "input " + input, why);
    }
}
