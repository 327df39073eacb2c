package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.reference.NdArray;
import hone.engine.op.elementwise.Add;
import hone.engine.op.elementwise.Binary;
import hone.engine.op.elementwise.BinaryFunction;
import hone.engine.op.matmul.MatMul;
import hone.engine.tensor.DType;
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
        return layer.isPresent() ? layer : product(site, false, turnedB, 1, 1);
    }

    private static Optional<Planned> product(
            LoweringSite site, boolean turnedA, boolean turnedB, double alpha, double beta) {
        Optional<Planned> a = site.operand(0);
        Optional<Planned> b = site.operand(1);
        if (a.isEmpty() || b.isEmpty()) {
            return Optional.empty();
        }
        MatMul matMul = new MatMul(turnedA, turnedB);
        if (!site.has(2) && alpha == 1) {
            return site.apply(matMul, a.get(), b.get());
        }
        Optional<Planned> product = site.applyPart("product", matMul, a.get(), b.get())
                .flatMap(value -> times(site, "alpha", value, alpha));
        Optional<Planned> term =
                site.has(2) ? site.operand(2).flatMap(value -> times(site, "beta", value, beta)) : Optional.empty();
        if (product.isEmpty() || term.isPresent() != site.has(2)) {
            return Optional.empty();
        }
        return term.isEmpty()
                ? product
                : site.apply(
                        term.get().type().equals(product.get().type()) ? new Add() : new Binary(BinaryFunction.ADD),
                        product.get(),
                        term.get());
    }

    private static Optional<Planned> times(LoweringSite site, String part, Planned value, double factor) {
        Planned number = site.weights().number(site.name() + "." + part, DType.F32, factor);
        return factor == 1
                ? Optional.of(value)
                : site.applyPart(part + "-times", new Binary(BinaryFunction.MUL), value, number);
    }

    private static Optional<Planned> scaled(
            LoweringSite site, boolean turnedA, boolean turnedB, double alpha, double beta) {
        Optional<NdArray> matrix = site.constant(1).filter(array -> array.rank() == 2);
        Optional<Planned> x = site.dynamic(0);
        if (turnedA || matrix.isEmpty() || x.isEmpty()) {
            return product(site, turnedA, turnedB, alpha, beta);
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
                ? product(site, false, turnedB, alpha, beta)
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
