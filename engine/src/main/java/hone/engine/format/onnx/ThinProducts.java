package hone.engine.format.onnx;

import hone.engine.format.onnx.proto.AttributeProto;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.format.onnx.reference.Evaluator;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.format.onnx.reference.OnnxValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Products on their way to shapes. How large a result is does not depend on how many terms its sums have, so a product of whose
 * result only the shape is wanted runs with one term and one channel each: a large network is then sized in as long as it takes
 * to fill its activations with zeros.
 */
final class ThinProducts {
    private ThinProducts() {}

    /**
     * Zeros in the shape of a node's result.
     *
     * @return empty where the node is no product, or one whose operands do not fit, which the operator itself then says
     */
    static Optional<NdArray> zeros(NodeProto node, Map<String, OnnxValue> operands, Evaluator evaluator) {
        if (!node.domain().isEmpty()
                || node.inputs().size() < 2
                || !(operands.get(node.inputs().get(0)) instanceof NdArray x)
                || !(operands.get(node.inputs().get(1)) instanceof NdArray w)
                || !x.type().isReal()) {
            return Optional.empty();
        }
        return switch (node.operator()) {
            case "Conv" -> convolution(node, x, w, evaluator);
            case "MatMul" -> product(node, x, w, evaluator);
            default -> Optional.empty();
        };
    }

    /** x // (samples, channels, spatial…), w // (outputs, channels / groups, window…). */
    private static Optional<NdArray> convolution(NodeProto node, NdArray x, NdArray w, Evaluator evaluator) {
        AttributeProto attribute = node.attributes().get("group");
        long groups = attribute == null ? 1 : attribute.whole();
        if (x.rank() < 3
                || w.rank() != x.rank()
                || groups < 1
                || groups * w.dim(1) != x.dim(1)
                || w.dim(0) % groups != 0) {
            return Optional.empty();
        }
        int[] image = x.dims();
        int[] window = w.dims();
        image[0] = image[1] = window[0] = window[1] = 1;
        Map<String, AttributeProto> attributes = new HashMap<>(node.attributes());
        attributes.remove("group");
        int[] sizes = run(node, attributes, NdArray.zeros(x.type(), image), NdArray.zeros(w.type(), window), evaluator);
        sizes[0] = x.dim(0);
        sizes[1] = w.dim(0);
        return Optional.of(NdArray.zeros(x.type(), sizes));
    }

    /** x // (…, rows, inner), w // (…, inner, columns). */
    private static Optional<NdArray> product(NodeProto node, NdArray x, NdArray w, Evaluator evaluator) {
        if (x.rank() < 2 || w.rank() < 2 || x.dim(x.rank() - 1) != w.dim(w.rank() - 2)) {
            return Optional.empty();
        }
        int[] left = x.dims();
        int[] right = w.dims();
        left[left.length - 1] = 1;
        right[right.length - 2] = 1;
        int[] sizes =
                run(node, node.attributes(), NdArray.zeros(x.type(), left), NdArray.zeros(w.type(), right), evaluator);
        return Optional.of(NdArray.zeros(x.type(), sizes));
    }

    private static int[] run(
            NodeProto node, Map<String, AttributeProto> attributes, NdArray x, NdArray w, Evaluator evaluator) {
        String result = node.outputs().getFirst();
        NodeProto thin =
                new NodeProto(node.name(), "", node.operator(), List.of("x", "w"), List.of(result), attributes);
        return evaluator.run(thin, Map.of("x", x, "w", w)).get(result) instanceof NdArray made
                ? made.dims()
                : new int[0];
    }
}
