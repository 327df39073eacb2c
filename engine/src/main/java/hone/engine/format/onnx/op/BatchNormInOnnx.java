package hone.engine.format.onnx.op;

import hone.engine.op.normalization.BatchNorm;

/** BatchNorm is ONNX's BatchNormalization, whose inputs are in our order. */
final class BatchNormInOnnx implements OnnxMapping<BatchNorm> {
    @Override
    public Class<BatchNorm> op() {
        return BatchNorm.class;
    }

    @Override
    public void write(BatchNorm op, OnnxSite site) {
        site.only("BatchNormalization", site.inputs()).attribute("epsilon", op.epsilon());
    }
}
