package hone.engine.kernel.conv;

import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.activation.Activation;
import hone.engine.op.conv.Conv2d;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;

/**
 * The convolution with output channels in the lanes. {@link DirectConv2d} has pixels there and reads each vector of them
 * at nine unaligned places; here a pixel is one number, broadcast to the lanes of its output channels, and everything that
 * is loaded as a vector, the weights, lies aligned and in order. The image is copied with its channels last
 * ({@link PixelRows}), then row by row into patches that overlap in memory ({@link PatchRow}), and what remains is a
 * matrix product ({@link PatchProduct}). Images whose pixels keep their channels side by side are called NHWC, for the
 * order of their dimensions.
 */
public final class NhwcConv2d implements ConvKernel {
    @Override
    public String id() {
        return "nhwc";
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
    public Optional<String> refusal(Conv2d op, Site site) {
        return refusal(NhwcShape.of(op, site)).or(() -> ConvShape.of(op, site).tooLarge(site));
    }

    /** Why not for these sizes. */
    static Optional<String> refusal(NhwcShape shape) {
        Conv2d op = shape.conv().op();
        int lanes = FloatVector.SPECIES_PREFERRED.length();
        if (op.groups() > 1) {
            return Optional.of("there are " + op.groups() + " groups of channels, it knows one");
        }
        if (shape.conv().outputs() < lanes) {
            return Optional.of(shape.conv().outputs() + " output channels do not fill a vector of " + lanes);
        }
        if (op.activation() != Activation.NONE && op.activation() != Activation.RELU) {
            return Optional.of(op.activation() + " is not one of the 2 activations it knows, NONE and RELU");
        }
        return Optional.empty();
    }

    @Override
    public long packedBytes(Conv2d op, Site site) {
        return NhwcBlocks.packedBytes(NhwcShape.of(op, site), site);
    }

    @Override
    public long scratchBytes(Conv2d op, Site site) {
        return NhwcBlocks.scratchBytes(NhwcShape.of(op, site), site);
    }

    @Override
    public Prepared prepare(Conv2d op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new NhwcBlocks(NhwcShape.of(op, site), site, packed, scratch);
    }
}
