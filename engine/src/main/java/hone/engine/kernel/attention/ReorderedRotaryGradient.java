package hone.engine.kernel.attention;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.attention.RotaryEmbeddingGradient;
import java.util.Optional;

/** The loops of {@link ReorderedRotary} with a table whose sines have the other sign: they turn back. */
public final class ReorderedRotaryGradient implements Kernel<RotaryEmbeddingGradient> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<RotaryEmbeddingGradient> op() {
        return RotaryEmbeddingGradient.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
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
        return new RotaryKernel.Rows(new ReorderedRotary(), op.of(), site.node(), RotationTable.back(op.of(), scratch));
    }
}
