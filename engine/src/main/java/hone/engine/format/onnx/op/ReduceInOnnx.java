package hone.engine.format.onnx.op;

import hone.engine.format.onnx.proto.OnnxNode;
import hone.engine.op.reduce.Reduce;
import java.util.List;

/** Reduce is the reduction of its function. */
final class ReduceInOnnx implements OnnxMapping<Reduce> {
    @Override
    public Class<Reduce> op() {
        return Reduce.class;
    }

    @Override
    public void write(Reduce op, OnnxSite site) {
        long[] axes = op.axes().stream().mapToLong(Integer::longValue).toArray();
        OnnxNode node = site.only(
                FunctionNames.of(op.function()),
                List.of(site.input(0), site.graph().longs(site.part("axes"), axes)));
        node.attribute("keepdims", op.keep() ? 1 : 0).attribute("noop_with_empty_axes", axes.length == 0 ? 1 : 0);
    }
}
