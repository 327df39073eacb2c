package hone.engine.format.onnx;

import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.proto.ValueInfoProto;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.format.onnx.reference.OnnxValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Zeros for the inputs of a model that fixes its shapes. */
final class OnnxInputs {
    private OnnxInputs() {}

    static Map<String, OnnxValue> zeros(OnnxModel model) {
        Map<String, OnnxValue> zeros = new HashMap<>();
        for (ValueInfoProto input : model.inputs()) {
            int[] shape = input.sizes().orElse(List.of()).stream()
                    .mapToInt(Integer::parseInt)
                    .toArray();
            zeros.put(input.name(), NdArray.zeros(input.type().orElse(ElementType.F32), shape));
        }
        return zeros;
    }
}
