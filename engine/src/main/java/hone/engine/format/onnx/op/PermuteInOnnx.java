package hone.engine.format.onnx.op;

import hone.engine.op.shape.Permute;
import java.util.List;

/** Permute is ONNX's Transpose. */
final class PermuteInOnnx implements OnnxMapping<Permute> {
    @Override
    public Class<Permute> op() {
        return Permute.class;
    }

    @Override
    public void write(Permute op, OnnxSite site) {
        List<Long> order = op.order().stream().map(Integer::longValue).toList();
        site.only("Transpose", site.inputs()).attribute("perm", order);
    }
}
