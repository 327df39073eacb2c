package hone.engine.format.onnx.reference;

import java.util.List;
import java.util.Optional;

/** What flows along an edge of an ONNX graph. */
public sealed interface OnnxValue permits NdArray, OnnxValue.Sequence, OnnxValue.Maybe {
    /** An ordered list of values. */
    record Sequence(List<OnnxValue> values) implements OnnxValue {
        public Sequence {
            values = List.copyOf(values);
        }
    }

    /** A value that may be absent. */
    record Maybe(Optional<OnnxValue> value) implements OnnxValue {}
}
