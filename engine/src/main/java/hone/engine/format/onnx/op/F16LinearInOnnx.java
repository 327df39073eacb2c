package hone.engine.format.onnx.op;

import hone.engine.format.onnx.proto.OnnxTypes;
import hone.engine.op.matmul.F16Linear;
import hone.engine.tensor.DType;
import java.util.List;

/** A float16 layer is a linear layer whose weight goes through Cast, so the file holds the weight in float16. */
final class F16LinearInOnnx implements OnnxMapping<F16Linear> {
    @Override
    public Class<F16Linear> op() {
        return F16Linear.class;
    }

    @Override
    public void write(F16Linear op, OnnxSite site) {
        String weight = site.part("weight");
        site.graph()
                .node(weight, "Cast", List.of(site.input(1)), List.of(weight))
                .attribute("to", OnnxTypes.number(DType.F32));
        LinearInOnnx.write(site, site.input(0), weight, site.input(2));
    }
}
