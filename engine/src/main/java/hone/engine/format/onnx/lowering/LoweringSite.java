package hone.engine.format.onnx.lowering;

import hone.engine.InvalidInput;
import hone.engine.format.onnx.proto.AttributeProto;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.graph.Op;
import hone.engine.tensor.Dim;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The place of one ONNX node on its way into the engine's graph: its attributes and operands, what those have become, and
 * what stands before them.
 */
final class LoweringSite {
    private final GraphLowering lowering;
    private final NodeProto node;
    private String refusal = "";

    LoweringSite(GraphLowering lowering, NodeProto node) {
        this.lowering = lowering;
        this.node = node;
    }

    /** What the engine's node will be called. */
    String name() {
        return node.title();
    }

    String operator() {
        return node.operator();
    }

    /** The version of the standard operators. */
    long opset() {
        return lowering.sized().model().proto().opsets().getOrDefault("", 1L);
    }

    /** Whether the file was written by this program. */
    boolean isOurs() {
        return lowering.sized().model().proto().producer().equals("Hone");
    }

    /** Says why the node cannot be lowered, as a clause. */
    Optional<Planned> refuse(String reason) {
        refusal = reason;
        return Optional.empty();
    }

    /** What was last said to stand in the way. */
    String refusal() {
        return refusal;
    }

    boolean has(int input) {
        return input < node.inputs().size() && !node.inputs().get(input).isEmpty();
    }

    int inputs() {
        return node.inputs().size();
    }

    /** The name of an operand; empty where it is left out. */
    String input(int number) {
        return has(number) ? node.inputs().get(number) : "";
    }

    /** Whether the node has no second result that anybody could ask for. */
    boolean hasOneOutput() {
        return node.outputs().stream().skip(1).allMatch(String::isEmpty);
    }

    List<String> outputs() {
        return node.outputs();
    }

    long whole(String attribute, long otherwise) {
        AttributeProto found = node.attributes().get(attribute);
        return found == null ? otherwise : found.whole();
    }

    double real(String attribute, double otherwise) {
        AttributeProto found = node.attributes().get(attribute);
        return found == null ? otherwise : found.real();
    }

    String text(String attribute, String otherwise) {
        AttributeProto found = node.attributes().get(attribute);
        return found == null ? otherwise : found.text();
    }

    /** A list of whole numbers, or an empty one. */
    long[] wholes(String attribute) {
        AttributeProto found = node.attributes().get(attribute);
        return found == null ? new long[0] : found.wholes();
    }

    boolean hasAttribute(String attribute) {
        return node.attributes().containsKey(attribute);
    }

    /** What an operand has become: a planned value of the engine's. */
    Optional<Planned> planned(int input) {
        return has(input) ? lowering.planned(input(input)) : Optional.empty();
    }

    /** What an operand has become that depends on inputs: no constant. */
    Optional<Planned> dynamic(int input) {
        return isConstant(input) ? Optional.empty() : planned(input);
    }

    /** What an operand has become, or a weight of its numbers where it is a constant of a type that graphs here take. */
    Optional<Planned> operand(int input) {
        return isConstant(input) ? weights().constant(this, input) : planned(input);
    }

    boolean isConstant(int input) {
        return has(input) && lowering.sized().isConstant(input(input));
    }

    /** An operand that is the same in every run; empty where it is not. */
    Optional<NdArray> constant(int input) {
        return has(input) ? lowering.sized().constant(input(input)) : Optional.empty();
    }

    /** A constant with one element. */
    Optional<Double> scalar(int input) {
        return constant(input).filter(array -> array.count() == 1).map(array -> array.real(0));
    }

    /** The number of dimensions of an operand; -1 where it is not known. */
    int rank(int input) {
        return lowering.sized()
                .small()
                .shape(input(input))
                .map(shape -> shape.length)
                .orElse(-1);
    }

    /** The dimensions of an operand; empty where they cannot be said by symbols. */
    Optional<List<Dim>> dims(int input) {
        return lowering.sized().dims(input(input));
    }

    /** The dimensions of the first result; empty where they cannot be said by symbols. */
    Optional<List<Dim>> resultDims() {
        return lowering.sized().dims(node.outputs().getFirst());
    }

    /** The node that makes an operand, if it is of this operator. */
    Optional<LoweringSite> before(int input, String... operators) {
        return has(input) ? lowering.maker(input(input)).filter(site -> site.isOne(operators)) : Optional.empty();
    }

    private boolean isOne(String... operators) {
        return Lowerings.standard(node.domain()) && Arrays.asList(operators).contains(node.operator());
    }

    GraphLowering lowering() {
        return lowering;
    }

    PlannedWeights weights() {
        return lowering.weights();
    }

    /** Plans an op of the node's own name. */
    Optional<Planned> apply(Op op, Planned... inputs) {
        return applyNamed(name(), op, inputs);
    }

    /** Plans an op on the way to the node's result. */
    Optional<Planned> applyPart(String part, Op op, Planned... inputs) {
        return applyNamed(name() + "." + part, op, inputs);
    }

    /** Plans an op with several results. */
    List<Planned> applyAll(Op op, Planned... inputs) {
        try {
            return lowering.applyAll(name(), op, List.of(inputs));
        } catch (InvalidInput e) {
            refuse(e.getMessage());
            return List.of();
        }
    }

    /** Plans an op; what does not fit it is the reason not to. */
    Optional<Planned> applyNamed(String name, Op op, Planned... inputs) {
        try {
            return Optional.of(lowering.apply(name, op, List.of(inputs)));
        } catch (InvalidInput e) {
            return refuse(e.getMessage());
        }
    }
}
