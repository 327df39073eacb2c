package hone.engine.format.onnx.op;

import hone.engine.op.matmul.Linear;
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
