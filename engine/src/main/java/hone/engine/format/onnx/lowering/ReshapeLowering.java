package hone.engine.format.onnx.lowering;

import hone.engine.op.shape.Flatten;
import hone.engine.op.shape.Unflatten;
import hone.engine.tensor.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Other sizes for the same elements, with the first dimension kept or none of them open. */
final class ReshapeLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Reshape", "Flatten", "Squeeze", "Unsqueeze");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        Optional<List<Dim>> to = site.resultDims();
        if (to.isEmpty()) {
            return site.refuse("a size of its result is a product of open sizes");
        }
        Optional<Planned> rows = overRows(site, to.get());
        if (rows.isPresent()) {
            return rows;
        }
        Optional<Planned> x = site.dynamic(0);
        if (x.isEmpty()) {
            return Optional.empty();
        }
        List<Dim> from = x.get().type().dims();
        if (from.equals(to.get())) {
            return x;
        }
        boolean kept = !to.get().isEmpty()
                && !from.isEmpty()
                && from.getFirst().equals(to.get().getFirst());
        if (kept && to.get().size() == 2 && from.size() > 2 && onlyFirstOpen(from)) {
            return site.apply(new Flatten(), x.get());
        }
        if (!kept && !(from.getFirst() instanceof Dim.Fixed)) {
            return site.refuse("it does not keep the batch");
        }
        if (!onlyFirstOpen(to.get()) || !onlyFirstOpen(from)) {
            return site.refuse("it moves elements among open dimensions");
        }
        List<Long> sizes = new ArrayList<>();
        for (int d = 0; d < to.get().size(); d++) {
            sizes.add(d == 0 && kept ? Unflatten.KEPT : to.get().get(d).max());
        }
        return sizes.isEmpty() ? site.refuse("its result has no dimension") : site.apply(new Unflatten(sizes), x.get());
    }

    private static boolean onlyFirstOpen(List<Dim> dims) {
        return dims.stream().skip(1).allMatch(Dim.Fixed.class::isInstance);
    }

    /**
     * A linear layer whose input was laid out as one long matrix for it, (batch · seq, in), and whose result gets its
     * dimensions back here: the layer of the engine takes any.
     */
    private static Optional<Planned> overRows(LoweringSite site, List<Dim> to) {
        Optional<LoweringSite> product = site.before(0, "Gemm")
                .filter(gemm ->
                        gemm.whole("transA", 0) == 0 && gemm.real("alpha", 1) == 1 && gemm.real("beta", 1) == 1);
        Optional<Planned> x = product.flatMap(gemm -> gemm.before(0, "Reshape")).flatMap(shape -> shape.dynamic(0));
        if (x.isEmpty() || x.get().type().rank() < 3 || x.get().type().rank() != to.size()) {
            return Optional.empty();
        }
        LoweringSite gemm = product.orElseThrow();
        Optional<StoredWeight> weight = StoredWeight.of(gemm, 1, gemm.whole("transB", 0) != 0);
        if (weight.isEmpty()) {
            return Optional.empty();
        }
        int outputs = weight.get().array().dim(weight.get().outputsFirst() ? 0 : 1);
        Optional<LinearLayer.Bias> bias = gemm.has(2) ? LinearLayer.Bias.of(gemm, 2, outputs) : Optional.empty();
        return gemm.has(2) && bias.isEmpty()
                ? Optional.empty()
                : LinearLayer.lower(gemm, gemm.isOurs() ? site : gemm, weight.get(), bias, x.get());
    }
}
