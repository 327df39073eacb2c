package hone.engine.format.onnx.reference;

import java.util.List;
import java.util.Set;

/** A family of ONNX operators that are computed alike. */
interface Operator {
    /** Their names; those of a domain other than the standard one with it in front: "ai.onnx.preview.training.Adam". */
    Set<String> names();

    /** The node's outputs, at least as many as it wants. */
    List<OnnxValue> run(Call call);
}
