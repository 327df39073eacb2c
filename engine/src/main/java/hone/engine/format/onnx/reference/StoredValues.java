package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ValueFile;
import hone.engine.format.onnx.proto.ValueForm;
import java.util.ArrayList;
import java.util.List;

/** Values in files of their own: a tensor, a sequence or an optional, by what a model's input or output is. */
public final class StoredValues {
    private StoredValues() {}

    /**
     * Reads a file.
     *
     * @param place what to call it in errors
     * @throws hone.engine.InvalidInput if it does not hold such a value
     */
    public static OnnxValue read(byte[] file, String place, ValueForm form) {
        return of(ValueFile.read(file, place, form));
    }

    private static OnnxValue of(ValueFile stored) {
        return switch (stored) {
            case ValueFile.OfTensor(var tensor) -> TensorValues.of(tensor);
            case ValueFile.OfSequence(var values) -> {
                List<OnnxValue> all = new ArrayList<>();
                values.forEach(value -> all.add(of(value)));
                yield new OnnxValue.Sequence(all);
            }
            case ValueFile.OfOptional(var value) -> new OnnxValue.Maybe(value.map(StoredValues::of));
        };
    }
}
