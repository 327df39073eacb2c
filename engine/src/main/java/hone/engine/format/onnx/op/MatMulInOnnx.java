package hone.engine.format.onnx.op;

import hone.engine.op.matmul.MatMul;
import java.util.ArrayList;
import java.util.List;

/**
 * MatMul is ONNX's MatMul, leading dimensions included. Where a factor is stored transposed it is Gemm, which can say so but
 * knows no leading dimensions; a factor with those is turned by Transpose first.
 */
final class MatMulInOnnx implements OnnxMapping<MatMul> {
    @Override
    public Class<MatMul> op() {
        return MatMul.class;
    }

    @Override
    public void write(MatMul op, OnnxSite site) {
        int rank = Math.max(site.inputType(0).rank(), site.inputType(1).rank());
        if (rank == 2 && (op.transposeA() || op.transposeB())) {
            site.only("Gemm", site.inputs())
                    .attribute("transA", op.transposeA() ? 1 : 0)
                    .attribute("transB", op.transposeB() ? 1 : 0);
            return;
        }
        String a = op.transposeA() ? turned(site, "a", 0) : site.input(0);
        String b = op.transposeB() ? turned(site, "b", 1) : site.input(1);
        site.only("MatMul", List.of(a, b));
    }

    /** A factor with its last two dimensions exchanged. */
    private static String turned(OnnxSite site, String part, int input) {
        int rank = site.inputType(input).rank();
        List<Long> permutation = new ArrayList<>();
        for (long d = 0; d < rank - 2; d++) {
            permutation.add(d);
        }
        permutation.add(rank - 1L);
        permutation.add(rank - 2L);
        String turned = site.part(part);
        site.graph()
                .node(turned, "Transpose", List.of(site.input(input)), List.of(turned))
                .attribute("perm", permutation);
        return turned;
    }
}
