package hone.engine.format.onnx.op;

import hone.engine.op.shape.SwapAxes;
import java.util.List;

/** SwapAxes is ONNX's Transpose. */
final class SwapAxesInOnnx implements OnnxMapping<SwapAxes> {
    @Override
    public Class<SwapAxes> op() {
        return SwapAxes.class;
    }

    @Override
    public void write(SwapAxes op, OnnxSite site) {
        site.only("Transpose", site.inputs()).attribute("perm", List.of(0L, 2L, 1L));
    }
}
