package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.reference.NdArray;
import hone.engine.op.conv.Conv2d;
import java.util.Optional;
import java.util.Set;

/** A product with a constant matrix, or a convolution without a bias, and a constant added to it: one layer with a bias. */
final class BiasLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Add");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        for (int layer = 0; layer < 2; layer++) {
            int bias = 1 - layer;
            if (site.isConstant(bias) && !site.isConstant(layer)) {
                Optional<LoweringSite> product = site.before(layer, "MatMul").filter(made -> made.rank(0) >= 2);
                if (product.isPresent()) {
                    return LinearLayer.lower(product.get(), site, false, Optional.of(bias));
                }
                return convolution(site, layer, bias);
            }
        }
        return Optional.empty();
    }

    private static Optional<Planned> convolution(LoweringSite site, int layer, int bias) {
        Optional<Planned> made = site.before(layer, "Conv").flatMap(_ -> site.planned(layer));
        Optional<NdArray> numbers = site.constant(bias);
        if (made.isEmpty()
                || numbers.isEmpty()
                || !(made.get().op().orElse(null) instanceof Conv2d conv)
                || conv.bias()) {
            return Optional.empty();
        }
        int channels = Math.toIntExact(made.get().type().dim(1).max());
        boolean perChannel = numbers.get().count() == channels
                && numbers.get().rank() >= 3
                && numbers.get().dim(numbers.get().rank() - 3) == channels;
        if (!perChannel) {
            return Optional.empty();
        }
        Conv2d with = new Conv2d(conv.stride(), conv.padding(), conv.dilation(), conv.groups(), true);
        return site.apply(
                with,
                made.get().inputs().get(0),
                made.get().inputs().get(1),
                site.weights().shaped(site.input(bias), numbers.get(), channels));
    }
}
