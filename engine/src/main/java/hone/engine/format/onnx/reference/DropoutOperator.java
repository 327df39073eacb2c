package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Dropout as models run: nothing is dropped. Training with it is random, so no file can say what is right. */
final class DropoutOperator implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("Dropout");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        double ratio = call.has(1) ? call.in(1).real(0) : call.real("ratio", 0.5);
        boolean training = call.opset() >= 12
                ? call.has(2) && call.in(2).truth(0)
                : call.opset() < 7 && !call.flag("is_test", false) && call.wants(1);
        if (training && ratio != 0) {
            throw call.unavailable("what it drops in training is random");
        }
        long[] mask = new long[x.count()];
        Arrays.fill(mask, 1);
        ElementType type = call.opset() < 10 ? x.type() : ElementType.BOOL;
        NdArray kept = NdArray.ofWholes(ElementType.BOOL, x.dims(), mask);
        return List.of(x, kept.as(type));
    }
}
