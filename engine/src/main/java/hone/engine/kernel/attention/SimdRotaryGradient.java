package hone.engine.kernel.attention;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.attention.RotaryEmbeddingGradient;
import java.util.Optional;

/** The loops of {@link SimdRotary} with a table whose sines have the other sign: they turn back. */
public final class SimdRotaryGradient implements Kernel<RotaryEmbeddingGradient> {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<RotaryEmbeddingGradient> op() {
        return RotaryEmbeddingGradient.class;
    }

    @Override
    public Rung rung() {
        return Rung.SIMD;
    }

    @Override
    public Optional<String> unavailableReason() {
        return VectorUnit.unavailableReason();
    }

    @Override
    public Optional<String> refusal(RotaryEmbeddingGradient op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(RotaryEmbeddingGradient op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(RotaryEmbeddingGradient op, Site site) {
        return RotationTable.bytes(op.of());
    }

    @Override
    public Prepared prepare(RotaryEmbeddingGradient op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new RotaryKernel.Rows(new SimdRotary(), op.of(), site.node(), RotationTable.back(op.of(), scratch));
    }
}
