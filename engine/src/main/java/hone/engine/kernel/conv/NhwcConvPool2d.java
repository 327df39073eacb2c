package hone.engine.kernel.conv;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.conv.ConvPool2d;
import java.util.Optional;

/**
 * Convolution, rectifier and pooling in one pass. {@link NhwcConv2d} computes the rows that one row of windows looks at;
 * while they are in the first cache, the largest of each window is taken, and only that goes to memory
 * ({@link PooledRow}): a quarter of the results, for the usual windows, and one pass where there were three.
 */
public final class NhwcConvPool2d implements Kernel<ConvPool2d> {
    @Override
    public String id() {
        return "nhwc";
    }

    @Override
    public Class<ConvPool2d> op() {
        return ConvPool2d.class;
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
    public Optional<String> refusal(ConvPool2d op, Site site) {
        return NhwcConv2d.refusal(NhwcShape.of(op, site))
                .or(() -> NhwcShape.of(op, site).conv().tooLarge(site));
    }

    @Override
    public long packedBytes(ConvPool2d op, Site site) {
        return NhwcBlocks.packedBytes(NhwcShape.of(op, site), site);
    }

    @Override
    public long scratchBytes(ConvPool2d op, Site site) {
        return NhwcBlocks.scratchBytes(NhwcShape.of(op, site), site);
    }

    @Override
    public Prepared prepare(ConvPool2d op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new NhwcBlocks(NhwcShape.of(op, site), site, packed, scratch);
    }
}
