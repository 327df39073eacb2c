package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import java.util.List;
import java.util.Set;

/** Questions of one element each, and what turns all bits. */
final class ElementTests implements Operator {
    @Override
    public Set<String> names() {
        return Set.of("Not", "IsNaN", "IsInf", "BitwiseNot");
    }

    @Override
    public List<OnnxValue> run(Call call) {
        NdArray x = call.in(0);
        boolean up = call.flag("detect_positive", true);
        boolean down = call.flag("detect_negative", true);
        long[] out = new long[x.count()];
        for (int i = 0; i < out.length; i++) {
            out[i] = switch (call.operator()) {
                case "Not" -> x.truth(i) ? 0 : 1;
                case "IsNaN" -> Double.isNaN(x.real(i)) ? 1 : 0;
                case "IsInf" -> Double.isInfinite(x.real(i)) && (x.real(i) > 0 ? up : down) ? 1 : 0;
                default -> ~x.whole(i);
            };
        }
        ElementType type = call.operator().equals("BitwiseNot") ? x.type() : ElementType.BOOL;
        return List.of(NdArray.ofWholes(type, x.dims(), out));
    }
}
