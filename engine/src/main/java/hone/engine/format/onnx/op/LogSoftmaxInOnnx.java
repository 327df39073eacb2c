package hone.engine.format.onnx.op;

import hone.engine.op.normalization.LogSoftmax;

/** LogSoftmax is ONNX's LogSoftmax over the last dimension. */
final class LogSoftmaxInOnnx implements OnnxMapping<LogSoftmax> {
    @Override
    public Class<LogSoftmax> op() {
        return LogSoftmax.class;
    }

    @Override
    public void write(LogSoftmax op, OnnxSite site) {
        site.only("LogSoftmax", site.inputs()).attribute("axis", -1);
    }
}
