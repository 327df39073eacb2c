package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.op.matmul.F16Linear;
import hone.engine.op.matmul.Linear;
import hone.engine.tensor.DType;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/** A product with a constant matrix, and perhaps a constant bias: a linear layer of the kind that its stored weight says. */
final class LinearLayer {
    private final LoweringSite site;
    private final StoredWeight weight;
    private final Optional<Bias> bias;

    private LinearLayer(LoweringSite site, StoredWeight weight, Optional<Bias> bias) {
        this.site = site;
        this.weight = weight;
        this.bias = bias;
    }

    /**
     * A bias, one number for each output.
     *
     * @param name of the constant that it was
     * @param form what was made of the constant; empty for nothing
     */
    record Bias(String name, String form, IntToDoubleFunction elements) {
        /** A constant of one number, or of as many as there are outputs, whatever its rank; empty if it is another. */
        static Optional<Bias> of(LoweringSite site, int input, int outputs) {
            return site.constant(input)
                    .filter(array -> array.count() == 1 || isLast(array, outputs))
                    .map(array -> array.count() == 1 && outputs > 1
                            ? new Bias(site.input(input), "spread" + outputs, _ -> array.real(0))
                            : new Bias(site.input(input), "", array::real));
        }

        Planned planned(LoweringSite site, int outputs) {
            return site.weights().of(name, form, DType.F32, new long[] {outputs}, elements);
        }

        private static boolean isLast(NdArray array, int outputs) {
            return array.count() == outputs && array.rank() > 0 && array.dim(array.rank() - 1) == outputs;
        }
    }

    /**
     * Lowers a product.
     *
     * @param product the node of the product, whose first operand is the input
     * @param site the node that the layer is called after: the product's, or that of its bias
     * @param outputsFirst whether the product's second operand is (out, in)
     */
    static Optional<Planned> lower(
            LoweringSite product, LoweringSite site, boolean outputsFirst, Optional<Integer> biasInput) {
        Optional<StoredWeight> weight = StoredWeight.of(product, 1, outputsFirst);
        if (weight.isEmpty()) {
            return Optional.empty();
        }
        int outputs = weight.get().array().dim(weight.get().outputsFirst() ? 0 : 1);
        Optional<Bias> bias = biasInput.flatMap(input -> Bias.of(site, input, outputs));
        if (biasInput.isPresent() && bias.isEmpty()) {
            return Optional.empty();
        }
        return lower(product, site, weight.get(), bias);
    }

    static Optional<Planned> lower(LoweringSite product, LoweringSite site, StoredWeight weight, Optional<Bias> bias) {
        return lower(product, site, weight, bias, product.dynamic(0));
    }

    /** Lowers a product whose input the engine has in other dimensions than the file. */
    static Optional<Planned> lower(
            LoweringSite product, LoweringSite site, StoredWeight weight, Optional<Bias> bias, Planned x) {
        return lower(product, site, weight, bias, Optional.of(x));
    }

    private static Optional<Planned> lower(
            LoweringSite product, LoweringSite site, StoredWeight weight, Optional<Bias> bias, Optional<Planned> x) {
        LinearLayer layer = new LinearLayer(site, weight, bias);
        if (weight instanceof StoredWeight.Wholes wholes) {
            Optional<Planned> quantized = new QuantizedLayer(product, site, wholes, layer::bias, x).lower();
            if (quantized.isPresent()) {
                return quantized;
            }
        }
        return x.flatMap(layer::reals);
    }

    private Optional<Planned> reals(Planned x) {
        if (weight instanceof StoredWeight.Reals && weight.array().type() == ElementType.F16) {
            return site.apply(new F16Linear(), x, matrix(DType.F16), bias(outputs()));
        }
        Planned matrix = matrix(DType.F32);
        return bias.isPresent()
                ? site.apply(new Linear(true), x, matrix, bias(outputs()))
                : site.apply(new Linear(false), x, matrix);
    }

    private int outputs() {
        return weight.array().dim(weight.outputsFirst() ? 0 : 1);
    }

    /** The weight as (out, in); whole numbers with scales that no op takes are widened. */
    private Planned matrix(DType dtype) {
        NdArray array = weight.array();
        IntToDoubleFunction elements =
                weight instanceof StoredWeight.Wholes wholes ? QuantizedLayer.widened(wholes) : array::real;
        int rows = array.dim(0);
        int columns = array.dim(1);
        return weight.outputsFirst()
                ? site.weights().of(weight.name(), "", dtype, new long[] {rows, columns}, elements)
                : site.weights()
                        .of(
                                weight.name(),
                                "transposed",
                                dtype,
                                new long[] {columns, rows},
                                PlannedWeights.transposed(elements, rows, columns));
    }

    /** The bias, or zeros for an op that has to have one. */
    private Planned bias(int outputs) {
        return bias.orElse(new Bias(weight.name() + ".bias", "", _ -> 0)).planned(site, outputs);
    }
}
