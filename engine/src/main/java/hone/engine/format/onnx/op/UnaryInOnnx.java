package hone.engine.format.onnx.op;

import hone.engine.format.onnx.proto.OnnxNode;
import hone.engine.op.elementwise.Unary;
import java.util.List;

/** Unary is the operator of its function, with the parameters as attributes. */
final class UnaryInOnnx implements OnnxMapping<Unary> {
    @Override
    public Class<Unary> op() {
        return Unary.class;
    }

    @Override
    public void write(Unary op, OnnxSite site) {
        float alpha = (float) op.alpha();
        float beta = (float) op.beta();
        switch (op.function()) {
            case SWISH -> {
                String scaled = site.step(
                        "scaled",
                        "Mul",
                        List.of(site.input(0), site.graph().floats(site.part("alpha"), new float[] {alpha})));
                String gate = site.step("gate", "Sigmoid", List.of(scaled));
                site.only("Mul", List.of(site.input(0), gate));
            }
            case CLIP -> {
                String least = site.graph().floats(site.part("min"), new float[] {alpha});
                String most = site.graph().floats(site.part("max"), new float[] {beta});
                site.only("Clip", List.of(site.input(0), least, most));
            }
            default -> {
                OnnxNode node = site.only(FunctionNames.of(op.function()), site.inputs());
                switch (op.function()) {
                    case LEAKY_RELU, ELU, CELU, THRESHOLDED_RELU -> node.attribute("alpha", alpha);
                    case SELU -> node.attribute("alpha", alpha).attribute("gamma", beta);
                    case SHRINK -> node.attribute("lambd", alpha).attribute("bias", beta);
                    case HARD_SIGMOID -> node.attribute("alpha", alpha).attribute("beta", beta);
                    default -> {}
                }
            }
        }
    }
}
