package hone.engine.format.onnx.op;

import hone.engine.op.matmul.Linear;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * A linear layer over rows is Gemm with its second factor transposed. Gemm knows matrices only: over more dimensions the
 * layer is MatMul and Add, with the weight turned by a Transpose that a runtime does once.
 */
final class LinearInOnnx implements OnnxMapping<Linear> {
    @Override
    public Class<Linear> op() {
        return Linear.class;
    }

    @Override
    public void write(Linear op, OnnxSite site) {
        write(site, site.input(0), site.input(1), op.bias() ? site.input(2) : "");
    }

    /** Adds y = x · Wᵀ + b for values of these names; without a bias its name is empty. */
    static void write(OnnxSite site, String x, String weight, String bias) {
        if (site.inputType(0).rank() == 2) {
            site.only("Gemm", bias.isEmpty() ? List.of(x, weight) : List.of(x, weight, bias))
                    .attribute("transB", 1);
            return;
        }
        writeProduct(site, x, weight, bias);
    }

    /**
     * The same as a Gemm over one long matrix of all rows, whatever the dimensions of x: what a weight in INT8 needs where its
     * input is not rounded, since ONNX Runtime rounds the input of a MatMul with such a weight by itself.
     */
    static void writeOverRows(OnnxSite site, String x, String weight, String bias) {
        TensorType type = site.inputType(0);
        int rank = type.rank();
        if (rank == 2) {
            write(site, x, weight, bias);
            return;
        }
        long inputs = type.dim(rank - 1).max();
        long outputs = site.inputType(1).dim(0).max();
        String rows = site.step("rows", "Reshape", List.of(x, site.graph().longs(site.part("rows.shape"), -1, inputs)));
        String product = site.part("product");
        site.graph()
                .node(
                        product,
                        "Gemm",
                        bias.isEmpty() ? List.of(rows, weight) : List.of(rows, weight, bias),
                        List.of(product))
                .attribute("transB", 1);
        String leading = site.part("leading");
        site.graph().node(leading, "Shape", List.of(x), List.of(leading)).attribute("end", rank - 1);
        String wide = site.part("shape");
        site.graph()
                .node(
                        wide,
                        "Concat",
                        List.of(leading, site.graph().longs(site.part("outputs"), outputs)),
                        List.of(wide))
                .attribute("axis", 0);
        site.only("Reshape", List.of(product, wide));
    }

    private static void writeProduct(OnnxSite site, String x, String weight, String bias) {
        String turned = site.part("transposed"); // (in, out)
        // The order is what the operator does without it too; ONNX Runtime 1.26 ends the process where it has to guess
        site.graph().node(turned, "Transpose", List.of(weight), List.of(turned)).attribute("perm", List.of(1L, 0L));
        if (bias.isEmpty()) {
            site.only("MatMul", List.of(x, turned));
        } else {
            site.only("Add", List.of(site.step("product", "MatMul", List.of(x, turned)), bias));
        }
    }
}
