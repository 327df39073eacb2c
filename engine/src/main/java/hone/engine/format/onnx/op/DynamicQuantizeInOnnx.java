package hone.engine.format.onnx.op;

import hone.engine.op.quantization.DynamicQuantize;
import java.util.List;

/** DynamicQuantize is ONNX's DynamicQuantizeLinear. */
final class DynamicQuantizeInOnnx implements OnnxMapping<DynamicQuantize> {
    @Override
    public Class<DynamicQuantize> op() {
        return DynamicQuantize.class;
    }

    @Override
    public void write(DynamicQuantize op, OnnxSite site) {
        site.graph()
                .node(
                        site.name(),
                        "DynamicQuantizeLinear",
                        site.inputs(),
                        List.of(site.output(0), site.output(1), site.output(2)));
    }
}
