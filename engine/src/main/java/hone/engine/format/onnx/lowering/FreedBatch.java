package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.OnnxModel;
import hone.engine.format.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same model with an open batch, where every input with more than one dimension begins with a 1. Many files are written
 * that way by programs that were shown one sample.
 */
final class FreedBatch {
    private FreedBatch() {}

    /** Empty where the model has no batch of 1 to free. */
    static Optional<OnnxModel> of(OnnxModel model) {
        Map<String, List<String>> sizes = new HashMap<>();
        for (ValueInfoProto input : model.inputs()) {
            List<String> fixed = input.sizes().orElse(List.of());
            if (fixed.size() < 2) {
                continue;
            }
            if (!fixed.getFirst().equals("1")) {
                return Optional.empty();
            }
            List<String> open = new ArrayList<>(fixed);
            open.set(0, SizedTwice.BATCH);
            sizes.put(input.name(), open);
        }
        return sizes.isEmpty() ? Optional.empty() : Optional.of(model.withInputSizes(sizes));
    }
}
