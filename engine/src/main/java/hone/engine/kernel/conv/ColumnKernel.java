package hone.engine.kernel.conv;

import hone.engine.graph.Op;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.WorkerRows;
import hone.engine.memory.MemoryRegion;
import java.util.Optional;

/**
 * What moving pixels into columns and back have in common: a unit is one channel of one image, which is copied into a
 * Java array so that the loops run along arrays, and its columns follow one another in memory.
 */
interface ColumnKernel<O extends Op> extends Kernel<O> {
    /** So that offsets within a channel fit 32 bits. */
    long MOST_ELEMENTS = 1L << 28;

    /** Where everything lies. */
    ColumnRows rows(O op, Site site);

    /**
     * Moves one channel of one image.
     *
     * @param plane number of the channel, counted through all images; its pixels and its columns begin at that many times
     *     their length
     */
    void channel(ColumnRows rows, Operands operands, long plane, float[] pixels, float[] column);

    @Override
    default Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    default String id() {
        return "reordered";
    }

    @Override
    default Optional<String> refusal(O op, Site site) {
        ColumnRows rows = rows(op, site);
        double most = Math.max(
                1.0 * rows.image().height() * rows.image().width(),
                1.0 * rows.places().height() * rows.places().width());
        return most <= MOST_ELEMENTS
                ? Optional.empty()
                : Optional.of("a channel of more than " + MOST_ELEMENTS + " pixels");
    }

    @Override
    default long packedBytes(O op, Site site) {
        return 0;
    }

    @Override
    default long scratchBytes(O op, Site site) {
        ColumnRows rows = rows(op, site);
        return WorkerRows.bytes(site.workers(), rows.plane()) + WorkerRows.bytes(site.workers(), rows.length());
    }

    @Override
    default Prepared prepare(O op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        ColumnRows rows = rows(op, site);
        scratch.chargeArray(scratchBytes(op, site));
        return new Channels<>(
                this,
                rows,
                WorkerRows.floats(site.workers(), rows.plane()),
                WorkerRows.floats(site.workers(), rows.length()));
    }

    /**
     * A unit is one channel of one image.
     *
     * @param pixels of a channel, for each worker
     * @param columns one column, for each worker
     */
    record Channels<O extends Op>(ColumnKernel<O> kernel, ColumnRows rows, float[][] pixels, float[][] columns)
            implements Prepared {
        @Override
        public long units(Operands operands) {
            return operands.inputSize(0, 0) * rows.channels();
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            for (long plane = from; plane < to; plane++) {
                kernel.channel(rows, operands, plane, pixels[worker], columns[worker]);
            }
        }
    }
}
