package hone.engine.format.onnx.reference;

import java.util.List;
import java.util.Set;

/** Clip: bounds are attributes before version 11, inputs from then on; the upper one wins where they cross. */
final class ClipOperator implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("Clip");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        if (call.opset() < 11) {
            double low = call.real("min", Double.NEGATIVE_INFINITY);
            double high = call.real("max", Double.POSITIVE_INFINITY);
            return List.of(x.mapped(value -> Math.min(high, Math.max(low, value))));
        }
        if (x.type().isReal()) {
            double low = call.has(1) ? call.in(1).real(0) : Double.NEGATIVE_INFINITY;
            double high = call.has(2) ? call.in(2).real(0) : Double.POSITIVE_INFINITY;
            return List.of(x.mapped(value -> Math.min(high, Math.max(low, value))));
        }
        long[] out = x.wholes();
        for (int i = 0; i < out.length; i++) {
            if (call.has(1) && Comparisons.compare(x.type(), out[i], call.in(1).whole(0)) < 0) {
                out[i] = call.in(1).whole(0);
            }
            if (call.has(2) && Comparisons.compare(x.type(), out[i], call.in(2).whole(0)) > 0) {
                out[i] = call.in(2).whole(0);
            }
        }
        return List.of(NdArray.ofWholes(x.type(), x.dims(), out));
    }
}
