package hone.engine.kernel.matmul;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.MatrixProduct;
import java.util.Optional;

/**
 * What the dense kernels of a matrix product have in common: they run for every shape, either factor transposed and of
 * rows further apart than they are long. A kernel multiplies one pair of matrices; where leading dimensions make many
 * pairs, {@link MatrixPairs} has it multiply one after the other.
 */
interface ProductKernel extends Kernel<MatrixProduct> {
    /** Bytes of weights it keeps packed for one pair. */
    long pairPackedBytes(MatrixProduct op, Site site);

    /** Bytes of scratch for one pair, over all workers. */
    long pairScratchBytes(MatrixProduct op, Site site);

    /** Makes ready for one pair; leading dimensions of A are one long list of rows then. */
    Prepared preparePair(MatrixProduct op, Site site, MemoryRegion packed, MemoryRegion scratch);

    @Override
    default Class<MatrixProduct> op() {
        return MatrixProduct.class;
    }

    @Override
    default Optional<String> refusal(MatrixProduct op, Site site) {
        return Optional.empty();
    }

    @Override
    default long packedBytes(MatrixProduct op, Site site) {
        return MatrixPairs.many(op, site) ? 0 : pairPackedBytes(op, site);
    }

    @Override
    default long scratchBytes(MatrixProduct op, Site site) {
        return MatrixPairs.many(op, site)
                ? site.workers() * pairScratchBytes(op, MatrixPairs.pairOf(op, site))
                : pairScratchBytes(op, site);
    }

    @Override
    default Prepared prepare(MatrixProduct op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return MatrixPairs.many(op, site)
                ? MatrixPairs.prepare(this, op, site, packed, scratch)
                : preparePair(op, site, packed, scratch);
    }
}
