package hone.engine.kernel.matmul;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Site;
import hone.engine.op.matmul.MatrixProduct;
import java.util.Optional;

/** What the dense kernels of a matrix product have in common: they run for every shape and either factor transposed. */
interface ProductKernel extends Kernel<MatrixProduct> {
    @Override
    default Class<MatrixProduct> op() {
        return MatrixProduct.class;
    }

    @Override
    default Optional<String> refusal(MatrixProduct op, Site site) {
        return Optional.empty();
    }
}
