package hone.engine.format.onnx.op;

import hone.engine.op.elementwise.Binary;

/** Binary is the operator of its function, which broadcasts as ours does. */
final class BinaryInOnnx implements OnnxMapping<Binary> {
    @Override
    public Class<Binary> op() {
        return Binary.class;
    }

    @Override
    public void write(Binary op, OnnxSite site) {
        site.only(FunctionNames.of(op.function()), site.inputs());
    }
}
