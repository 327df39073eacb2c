package hone.engine.kernel.elementwise;

import hone.engine.graph.Op;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import java.util.Optional;

/**
 * What kernels that work element by element have in common: no packed weights, no scratch, any shape. An output may be
 * written over an input, so every place is read before it is written.
 */
public interface ElementKernel<O extends Op> extends Kernel<O> {
    /** Elements of a unit: 32 KB of each operand, little enough for the first cache. */
    long UNIT = 8192;

    /** Computes the elements from {@code from} to {@code to} - 1, at most {@link #UNIT} of them. */
    void compute(Operands operands, long from, long to);

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

    @Override
    default Prepared prepare(O op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Slices(this::compute);
    }

    /** The computation of one slice. */
    @FunctionalInterface
    interface Slice {
        /** As {@link ElementKernel#compute} says. */
        void compute(Operands operands, long from, long to);
    }

    /** A unit is a slice of {@link #UNIT} elements. */
    record Slices(Slice slice) implements Prepared {
        @Override
        public long units(Operands operands) {
            return (operands.outputElements(0) + UNIT - 1) / UNIT;
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long elements = operands.outputElements(0);
            for (long unit = from; unit < to; unit++) {
                slice.compute(operands, unit * UNIT, Math.min((unit + 1) * UNIT, elements));
            }
        }
    }
}
