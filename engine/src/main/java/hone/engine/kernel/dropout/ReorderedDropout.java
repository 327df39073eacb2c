package hone.engine.kernel.dropout;

import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.dropout.Dropout;
import hone.engine.random.CounterRandom;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Each element's number is the one that the generator of (seed, stream, step) gives for its place, found without drawing
 * those before it: so units may come in any order.
 */
public final class ReorderedDropout implements ElementKernel<Dropout> {
    /** Bits of a random number that are compared with the rate: as many as a float tells apart. */
    private static final int BITS = 24;

    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Dropout> op() {
        return Dropout.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Prepared prepare(Dropout op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Slices((operands, from, to) -> compute(op, operands, from, to));
    }

    /** What there is to compute depends on the op, so {@link #prepare} brings it along. */
    @Override
    public void compute(Operands operands, long from, long to) {
        throw new UnsupportedOperationException("which dropout?");
    }

    private static void compute(Dropout op, Operands operands, long from, long to) {
        int step = operands.input(Dropout.STEP).getAtIndex(ValueLayout.JAVA_INT, 0);
        long key = CounterRandom.key(op.seed(), op.stream(), step);
        long leftOut = Math.round((double) op.rate() * (1 << BITS));
        float factor = (float) (1 / (1 - (double) op.rate()));
        MemorySegment x = operands.input(0);
        MemorySegment y = operands.output(0);
        for (long i = from; i < to; i++) {
            boolean stays = CounterRandom.draw(key, i) >>> (Long.SIZE - BITS) >= leftOut;
            y.setAtIndex(ValueLayout.JAVA_FLOAT, i, stays ? x.getAtIndex(ValueLayout.JAVA_FLOAT, i) * factor : 0);
        }
    }
}
