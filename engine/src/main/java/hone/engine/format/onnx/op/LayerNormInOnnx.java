package hone.engine.format.onnx.op;

import hone.engine.op.normalization.LayerNorm;

/** LayerNorm is ONNX's LayerNormalization over the last dimension. */
final class LayerNormInOnnx implements OnnxMapping<LayerNorm> {
    @Override
    public Class<LayerNorm> op() {
        return LayerNorm.class;
    }

    @Override
    public void write(LayerNorm op, OnnxSite site) {
        site.only("LayerNormalization", site.inputs()).attribute("axis", -1).attribute("epsilon", op.epsilon());
    }
}
