package hone.engine.kernel.conv;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.ConvPool2d;
import hone.engine.op.conv.Extent;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;

/**
 * Convolution, rectifier and pooling with fewer multiplications. A 3×3 kernel takes 36 of them for the four neighbouring
 * outputs that a 2×2 window looks at. But those outputs see the same 4×4 pixels, and after a few additions among the
 * pixels ({@link WinogradTiles#pixels}), and among the weights once and for all, 16 products are enough, from which a few
 * more additions make the four outputs ({@link WinogradTiles#largest}). Summed over many input channels, each of the 16
 * places is a matrix product of its own, with {@link PatchProduct} as its loop. From Winograd's minimal filtering, in the
 * form of Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks" (2015), there called F(2×2, 3×3).
 *
 * <p>The additions round, so that the results are a few units in the last place less exact. A window that sees a pixel
 * that is not a number comes out so, as it ought to; one that sees an infinite pixel does too, as infinities are
 * subtracted from one another.
 */
public final class WinogradConvPool2d implements Kernel<ConvPool2d> {
    @Override
    public String id() {
        return "winograd";
    }

    @Override
    public Class<ConvPool2d> op() {
        return ConvPool2d.class;
    }

    @Override
    public Rung rung() {
        return Rung.PACKED;
    }

    @Override
    public Optional<String> unavailableReason() {
        return VectorUnit.unavailableReason();
    }

    @Override
    public Optional<String> refusal(ConvPool2d op, Site site) {
        NhwcShape shape = NhwcShape.of(op, site);
        ConvShape conv = shape.conv();
        int lanes = FloatVector.SPECIES_PREFERRED.length();
        Extent kernel = new Extent(conv.kernelHeight(), conv.kernelWidth());
        if (!kernel.equals(Extent.square(3)) || !unit(op.conv())) {
            return Optional.of("a kernel of " + kernel + ", stride " + op.conv().stride() + " and dilation "
                    + op.conv().dilation() + ", it knows 3×3, 1×1 and 1×1");
        }
        if (!op.pool().kernel().equals(Extent.square(2)) || !op.pool().stride().equals(Extent.square(2))) {
            return Optional.of(
                    "windows of " + op.pool().kernel() + ", " + op.pool().stride() + " apart, it knows 2×2 and 2×2");
        }
        if (conv.channels() % lanes != 0) {
            return Optional.of(conv.channels() + " input channels are no whole vectors of " + lanes);
        }
        return NhwcConv2d.refusal(shape).or(() -> conv.tooLarge(site));
    }

    private static boolean unit(Conv2d op) {
        return op.stride().equals(Extent.square(1)) && op.dilation().equals(Extent.square(1));
    }

    /** 16 products for every 36. */
    @Override
    public long multiplyAdds(ConvPool2d op, Site site) {
        return work(op, site) * 16 / 36;
    }

    @Override
    public long packedBytes(ConvPool2d op, Site site) {
        return WinogradBlocks.packedBytes(NhwcShape.of(op, site), site);
    }

    @Override
    public long scratchBytes(ConvPool2d op, Site site) {
        return WinogradBlocks.scratchBytes(NhwcShape.of(op, site), site);
    }

    @Override
    public Prepared prepare(ConvPool2d op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new WinogradBlocks(NhwcShape.of(op, site), site, packed, scratch);
    }
}
