package hone.engine.format.onnx.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** SwiGLU: {@code a · sigmoid(alpha · a) · b}. */
final class GatedActivation implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("SwiGLU");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray a = call.in(0);
        NdArray b = call.in(1);
        if (!Arrays.equals(a.dims(), b.dims()) || a.type() != b.type()) {
            throw call.wrong("its operands are " + a + " and " + b + ", which do not broadcast here");
        }
        double alpha = call.real("alpha", 1);
        double[] out = new double[a.count()];
        for (int i = 0; i < out.length; i++) {
            double gate = Rounding.real(a.type(), UnaryMath.sigmoid(alpha * a.real(i)));
            out[i] = Rounding.real(a.type(), a.real(i) * gate) * b.real(i);
        }
        return List.of(NdArray.ofReals(a.type(), a.dims(), out));
    }
}
