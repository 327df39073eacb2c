package hone.engine.kernel.conv;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.pool.ReorderedPool2d;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.conv.ConvPool2d;
import hone.engine.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Convolution and pooling in plain Java, one after the other for each image: the baseline that {@link NhwcConvPool2d} is
 * compared with, and what runs where that refuses. The convolution's own results are still written and read again, but
 * soon after one another, while they are in a near cache. Images with channels last are put into the other order first.
 */
public final class StagedConvPool2d implements Kernel<ConvPool2d> {
    private final ReorderedConv2d conv = new ReorderedConv2d();
    private final ReorderedPool2d pool = new ReorderedPool2d();

    @Override
    public String id() {
        return "staged";
    }

    @Override
    public Class<ConvPool2d> op() {
        return ConvPool2d.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(ConvPool2d op, Site site) {
        Sites sites = Sites.of(op, site);
        return conv.refusal(op.conv(), sites.conv());
    }

    @Override
    public long packedBytes(ConvPool2d op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(ConvPool2d op, Site site) {
        Sites sites = Sites.of(op, site);
        return conv.scratchBytes(op.conv(), sites.conv())
                + pool.scratchBytes(op.pool(), sites.pool())
                + Footprint.block(sites.convolved().maxBytes())
                + (op.channelsLastInput() ? Footprint.block(sites.input().maxBytes()) : 0)
                + (op.channelsLastOutput() ? Footprint.block(sites.output().maxBytes()) : 0);
    }

    @Override
    public Prepared prepare(ConvPool2d op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        Sites sites = Sites.of(op, site);
        return new Images(
                op,
                conv.prepare(op.conv(), sites.conv(), packed, scratch),
                pool.prepare(op.pool(), sites.pool(), packed, scratch),
                new Operands(sites.conv().inputs(), sites.conv().outputs()),
                new Operands(sites.pool().inputs(), sites.pool().outputs()),
                scratch.allocate(sites.convolved().maxBytes()),
                op.channelsLastInput() ? scratch.allocate(sites.input().maxBytes()) : MemorySegment.NULL,
                op.channelsLastOutput() ? scratch.allocate(sites.output().maxBytes()) : MemorySegment.NULL);
    }

    /** Where each of the two ops runs, with channels first. */
    private record Sites(Site conv, Site pool) {
        static Sites of(ConvPool2d op, Site site) {
            List<TensorType> inputs = new ArrayList<>(site.inputs());
            if (op.channelsLastInput()) {
                TensorType x = inputs.getFirst();
                inputs.set(0, new TensorType(x.dtype(), List.of(x.dim(0), x.dim(3), x.dim(1), x.dim(2))));
            }
            List<TensorType> convolved = List.of(op.convolved(site.inputs()));
            List<TensorType> output = op.pool().infer(convolved);
            return new Sites(
                    new Site(site.node(), inputs, convolved, site.constants(), site.workers()),
                    new Site(
                            site.node(),
                            convolved,
                            output,
                            Arrays.asList((hone.engine.tensor.Tensor) null),
                            site.workers()));
        }

        TensorType input() {
            return conv.inputs().getFirst();
        }

        TensorType convolved() {
            return conv.outputs().getFirst();
        }

        TensorType output() {
            return pool.outputs().getFirst();
        }
    }

    /**
     * A unit is one image.
     *
     * @param convolved results of the convolution, of all images
     * @param x the input with channels first, where it has them last
     * @param y the same of the output
     */
    private record Images(
            ConvPool2d op,
            Prepared conv,
            Prepared pool,
            Operands convOperands,
            Operands poolOperands,
            MemorySegment convolved,
            MemorySegment x,
            MemorySegment y)
            implements Prepared {
        @Override
        public long units(Operands operands) {
            return ConvShape.images(operands);
        }

        @Override
        public void begin(Operands operands) {
            long images = ConvShape.images(operands);
            for (int i = 0; i < operands.inputCount(); i++) {
                convOperands.bindInput(i, i == 0 && op.channelsLastInput() ? x : operands.input(i));
            }
            convOperands.bindOutput(0, convolved);
            poolOperands.bindInput(0, convolved);
            poolOperands.bindOutput(0, op.channelsLastOutput() ? y : operands.output(0));
            convOperands.resizeInput(0, 0, images);
            convOperands.resizeOutput(0, 0, images);
            poolOperands.resizeInput(0, 0, images);
            poolOperands.resizeOutput(0, 0, images);
            conv.begin(convOperands);
            pool.begin(poolOperands);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long images = Math.max(1, ConvShape.images(operands));
            long convUnits = conv.units(convOperands) / images;
            long poolUnits = pool.units(poolOperands) / images;
            for (long image = from; image < to; image++) {
                if (op.channelsLastInput()) {
                    long pixels = convOperands.inputSize(0, 2) * convOperands.inputSize(0, 3);
                    transpose(operands.input(0), x, image, pixels, convOperands.inputSize(0, 1));
                }
                conv.run(convOperands, image * convUnits, (image + 1) * convUnits, worker);
                pool.run(poolOperands, image * poolUnits, (image + 1) * poolUnits, worker);
                if (op.channelsLastOutput()) {
                    long pixels = poolOperands.outputSize(0, 2) * poolOperands.outputSize(0, 3);
                    transpose(y, operands.output(0), image, poolOperands.outputSize(0, 1), pixels);
                }
            }
        }

        @Override
        public void end(Operands operands) {
            conv.end(convOperands);
            pool.end(poolOperands);
        }

        /** One image of (rows × columns) into (columns × rows). */
        private static void transpose(MemorySegment from, MemorySegment to, long image, long rows, long columns) {
            long first = image * rows * columns;
            for (long i = 0; i < columns; i++) {
                for (long j = 0; j < rows; j++) {
                    float element = from.getAtIndex(ValueLayout.JAVA_FLOAT, first + j * columns + i);
                    to.setAtIndex(ValueLayout.JAVA_FLOAT, first + i * rows + j, element);
                }
            }
        }
    }
}
