package hone.engine.kernel;

import hone.engine.graph.Op;
import java.util.Optional;

/** What kernels have in common that pack no weights, need no scratch and take every site of their op. */
public interface UnpackedKernel<O extends Op> extends Kernel<O> {
    @Override
    default Optional<String> refusal(O op, Site site) {
        return Optional.empty();
    }

    @Override
    default long packedBytes(O op, Site site) {
        return 0;
    }

    @Override
    default long scratchBytes(O op, Site site) {
        return 0;
    }
}
