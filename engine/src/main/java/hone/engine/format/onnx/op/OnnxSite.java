package hone.engine.format.onnx.op;

import hone.engine.InvalidInput;
import hone.engine.format.onnx.proto.OnnxGraph;
import hone.engine.format.onnx.proto.OnnxNode;
import hone.engine.graph.Op;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Optional;

/** The place of one op in the ONNX graph: the names of what goes in and comes out, and the graph to add nodes to. */
public interface OnnxSite {
    /** The node's name; names that a mapping makes up begin with it and a slash. */
    String name();

    /** The names of all inputs. Asking for a weight's name puts it in the file, so ask only for what you use. */
    List<String> inputs();

    /** The name of one input. */
    String input(int number);

    TensorType inputType(int number);

    /** The tensor of an input that is a weight. */
    Optional<Tensor> weight(int number);

    /** The op that made an input; empty for the graph's inputs and for weights. */
    Optional<Op> producer(int number);

    /** The name of one output. */
    String output(int number);

    OnnxGraph graph();

    /** Adds the one node of this op. */
    default OnnxNode only(String operator, List<String> operands) {
        return graph().node(name(), operator, operands, List.of(output(0)));
    }

    /**
     * Adds a node on the way to the op's result.
     *
     * @param part its name after the op's: also the name of its result
     */
    default String step(String part, String operator, List<String> operands) {
        graph().node(part(part), operator, operands, List.of(part(part)));
        return part(part);
    }

    /** A name for a part of this op. */
    default String part(String part) {
        return name() + "/" + part;
    }

    /** The tensor of an input that has to be a weight for the op to be said in ONNX. */
    default Tensor constant(int number) {
        return weight(number)
                .orElseThrow(() -> new InvalidInput(
                        "the model cannot be written as ONNX", name(), "its input " + number + " is not a weight"));
    }
}
