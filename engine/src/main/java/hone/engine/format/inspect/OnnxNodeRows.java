package hone.engine.format.inspect;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.format.onnx.OnnxModel;
import hone.engine.format.onnx.SpecializedModel;
import hone.engine.format.onnx.proto.AttributeProto;
import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.format.onnx.proto.ValueInfoProto;
import hone.engine.graph.Cost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The nodes of an ONNX model that has no graph of the engine's, with what they cost at a size of 1 of all that is open. */
final class OnnxNodeRows {
    private final OnnxModel file;
    private final Cancellation stop;
    private final Map<String, Long> symbols = new TreeMap<>();

    OnnxNodeRows(OnnxModel file, Cancellation stop) {
        this.file = file;
        this.stop = stop;
    }

    /** Empty where shapes are not known even at these sizes. */
    Optional<Inspection.Computation> computation() {
        try {
            return Optional.of(computation(file.specialize(shapes(), Map.of(), stop)));
        } catch (InvalidInput e) {
            return Optional.empty();
        }
    }

    private Map<String, int[]> shapes() {
        Map<String, int[]> shapes = new HashMap<>();
        for (ValueInfoProto input : file.inputs()) {
            List<String> sizes = input.sizes().orElse(List.of());
            int[] shape = new int[sizes.size()];
            for (int d = 0; d < shape.length; d++) {
                String size = sizes.get(d);
                boolean fixed = size.matches("[1-9][0-9]{0,8}");
                shape[d] = fixed ? Integer.parseInt(size) : 1;
                if (!fixed) {
                    symbols.put(size.isEmpty() ? input.name() + "." + d : size, 1L);
                }
            }
            shapes.put(input.name(), shape);
        }
        return shapes;
    }

    private Inspection.Computation computation(SpecializedModel model) {
        Map<String, Inspection.Type> inputs = new LinkedHashMap<>();
        file.inputs().forEach(input -> inputs.put(input.name(), type(model, input.name())));
        Map<String, Inspection.Type> outputs = new LinkedHashMap<>();
        file.proto().graph().outputs().forEach(output -> outputs.put(output.name(), type(model, output.name())));
        List<Inspection.OpRow> rows = new ArrayList<>();
        for (NodeProto node : model.nodes()) {
            Inspection.Type output = type(model, node.outputs().getFirst());
            rows.add(new Inspection.OpRow(node.title(), node.operator(), output, cost(model, node, output)));
        }
        return new Inspection.Computation("onnx", symbols, inputs, outputs, rows);
    }

    private static Inspection.Type type(SpecializedModel model, String name) {
        ElementType type = model.type(name).orElse(ElementType.TEXT);
        int[] shape = model.shape(name).orElse(new int[0]);
        List<Object> sizes =
                Arrays.stream(shape).mapToObj(size -> (Object) (long) size).toList();
        long elements = Arrays.stream(shape).mapToLong(size -> size).reduce(1, (a, b) -> a * b);
        return new Inspection.Type(type.name(), sizes, elements, type.bytes(elements));
    }

    /** Products by their formulas; all else counts one operation for each result. */
    private static Cost cost(SpecializedModel model, NodeProto node, Inspection.Type output) {
        long read = node.inputs().stream()
                .filter(input -> !input.isEmpty())
                .mapToLong(input -> type(model, input).bytes())
                .sum();
        long flops = 2 * products(model, node, output.elements());
        return new Cost(flops, flops > 0 ? 0 : output.elements(), read, output.bytes());
    }

    /** Multiply-adds; 0 for what is no product. */
    private static long products(SpecializedModel model, NodeProto node, long results) {
        return switch (node.operator()) {
            case "MatMul", "MatMulInteger", "QLinearMatMul" -> results * size(model, node, 0, -1);
            case "Gemm" -> results * size(model, node, 0, whole(node, "transA") == 0 ? -1 : -2);
            case "Conv", "ConvInteger" -> results * perFilter(model, node, 1);
            case "QLinearConv" -> results * perFilter(model, node, 3);
            case "ConvTranspose" -> type(model, node.inputs().getFirst()).elements() * perFilter(model, node, 1);
            default -> 0;
        };
    }

    /** Weights of one filter. */
    private static long perFilter(SpecializedModel model, NodeProto node, int weight) {
        int[] shape = model.shape(node.inputs().get(weight)).orElse(new int[] {1});
        return Arrays.stream(shape).skip(1).asLongStream().reduce(1, (a, b) -> a * b);
    }

    private static long whole(NodeProto node, String name) {
        AttributeProto attribute = node.attributes().get(name);
        return attribute == null ? 0 : attribute.whole();
    }

    /** @param fromEnd -1 for the last dimension */
    private static long size(SpecializedModel model, NodeProto node, int input, int fromEnd) {
        int[] shape = model.shape(node.inputs().get(input)).orElse(new int[0]);
        return shape.length + fromEnd < 0 ? 1 : shape[shape.length + fromEnd];
    }
}
