package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.reference.NdArray;
import hone.engine.op.elementwise.Add;
import hone.engine.op.matmul.MatMul;
import java.util.Optional;
import java.util.Set;

/** Gemm with a constant second factor is a linear layer, whose factors alpha and beta go into its weights; else a product. */
final class GemmLowering implements Lowering {
    @Override
    public Set<String> operators() {
        return Set.of("Gemm");
    }

    @Override
    public Optional<Planned> lower(LoweringSite site) {
        boolean turnedA = site.whole("transA", 0) != 0;
        boolean turnedB = site.whole("transB", 0) != 0;
        double alpha = site.real("alpha", 1);
        double beta = site.real("beta", 1);
        if (turnedA || alpha != 1 || beta != 1) {
            return scaled(site, turnedA, turnedB, alpha, beta);
        }
        Optional<Integer> bias = site.has(2) ? Optional.of(2) : Optional.empty();
        Optional<Planned> layer = LinearLayer.lower(site, site, turnedB, bias);
        return layer.isPresent() ? layer : product(site, false, turnedB);
    }

    private static Optional<Planned> product(LoweringSite site, boolean turnedA, boolean turnedB) {
        Optional<Planned> a = factor(site, 0);
        Optional<Planned> b = factor(site, 1);
        if (a.isEmpty() || b.isEmpty()) {
            return Optional.empty();
        }
        if (!site.has(2)) {
            return site.apply(new MatMul(turnedA, turnedB), a.get(), b.get());
        }
        Optional<Planned> c = site.dynamic(2);
        return c.isEmpty()
                ? site.refuse("its third operand is spread over a product of values")
                : site.applyPart("product", new MatMul(turnedA, turnedB), a.get(), b.get())
                        .flatMap(product -> site.apply(new Add(), product, c.get()));
    }

    private static Optional<Planned> factor(LoweringSite site, int input) {
        Optional<Planned> dynamic = site.dynamic(input);
        return dynamic.isPresent()
                ? dynamic
                : site.constant(input)
                        .filter(array -> array.type().isReal())
                        .map(array -> site.weights().same(site.input(input), array));
    }

    private static Optional<Planned> scaled(
            LoweringSite site, boolean turnedA, boolean turnedB, double alpha, double beta) {
        Optional<NdArray> matrix = site.constant(1).filter(array -> array.rank() == 2);
        Optional<Planned> x = site.dynamic(0);
        if (turnedA && alpha == 1 && beta == 1) {
            return product(site, true, turnedB);
        }
        if (turnedA || matrix.isEmpty() || x.isEmpty()) {
            return site.refuse("its factors alpha and beta meet a product of values");
        }
        NdArray b = matrix.get();
        NdArray scaled = multiplied(b, alpha);
        int outputs = b.dim(turnedB ? 0 : 1);
        StoredWeight weight = new StoredWeight.Reals(site.input(1) + "*" + alpha, scaled, turnedB);
        Optional<LinearLayer.Bias> bias = LinearLayer.Bias.of(site, 2, outputs)
                .map(given -> new LinearLayer.Bias(
                        given.name() + "*" + beta,
                        given.form(),
                        i -> beta * given.elements().applyAsDouble(i)));
        return site.has(2) && bias.isEmpty()
                ? site.refuse("its third operand is spread in a way that no layer's bias is")
                : LinearLayer.lower(site, site, weight, bias);
    }

    private static NdArray multiplied(NdArray array, double factor) {
        double[] numbers = new double[array.count()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = factor * array.real(i);
        }
        return NdArray.ofReals(array.type(), array.dims(), numbers);
    }
}
