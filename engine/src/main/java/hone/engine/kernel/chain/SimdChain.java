package hone.engine.kernel.chain;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.kernel.activation.ActivationLoops;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.kernel.elementwise.PairLoops;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.elementwise.Chain;
import hone.engine.op.elementwise.ChainStep;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * A chain with the Vector API, in pieces of 8 KB: the first step reads its piece from the input, the last writes it to the
 * output, and between them it lies in scratch that never leaves the first cache. The separate ops would carry every value
 * between two of them out to memory and back, which costs more than the arithmetic of most steps. A step is the very
 * loop of the separate op's kernel, so fusing changes no bit of the result.
 */
public final class SimdChain implements Kernel<Chain> {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<Chain> op() {
        return Chain.class;
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
    public Optional<String> refusal(Chain op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(Chain op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(Chain op, Site site) {
        return Footprint.block(site.workers() * Slices.WORKER);
    }

    @Override
    public Prepared prepare(Chain op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Slices(op.steps(), scratch.allocate(site.workers() * Slices.WORKER));
    }

    /**
     * A unit is a slice of {@link ElementKernel#UNIT} elements, computed in pieces.
     *
     * @param work for each worker a piece, with room to shift it by a page
     */
    private record Slices(List<ChainStep> steps, MemorySegment work) implements Prepared {
        /** Elements of a piece: with two operands' pieces beside it, half of a first cache of 48 KB. */
        static final int PIECE = 2048;

        /** Elements of the widest vectors: what is left at the end goes with the piece before, if it fills none. */
        private static final int WIDEST = 16;

        /** Bytes after which addresses look the same to the processor when it compares a load with earlier stores. */
        private static final long PAGE = 4096;

        static final long WORKER = (long) (PIECE + WIDEST) * Float.BYTES + PAGE;

        @Override
        public long units(Operands operands) {
            return (operands.outputElements(0) + ElementKernel.UNIT - 1) / ElementKernel.UNIT;
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            long elements = operands.outputElements(0);
            for (long unit = from; unit < to; unit++) {
                long end = Math.min((unit + 1) * ElementKernel.UNIT, elements);
                int count;
                for (long first = unit * ElementKernel.UNIT; first < end; first += count) {
                    count = (int) (end - first < PIECE + WIDEST ? end - first : PIECE);
                    piece(operands, first * Float.BYTES, count, worker * WORKER);
                }
            }
        }

        private void piece(Operands operands, long at, int count, long start) {
            MemorySegment x = operands.input(0);
            long xAt = at;
            long scratch = start + apart(x.address() + at, work.address() + start);
            int last = steps.size() - 1;
            for (int s = 0; s <= last; s++) {
                ChainStep step = steps.get(s);
                MemorySegment y = s == last ? operands.output(0) : work;
                long yAt = s == last ? at : scratch;
                step(step, x, xAt, operands.input(step.operand()), at, y, yAt, count);
                x = y;
                xAt = yAt;
            }
        }

        /** One decision for a whole piece; each loop is compiled by itself. */
        private static void step(
                ChainStep step,
                MemorySegment x,
                long xAt,
                MemorySegment operand,
                long operandAt,
                MemorySegment y,
                long yAt,
                int count) {
            switch (step.function()) {
                case ADD -> PairLoops.add(x, xAt, operand, operandAt, y, yAt, count);
                case MUL -> PairLoops.multiply(x, xAt, operand, operandAt, y, yAt, count);
                default -> ActivationLoops.run(step.function().activation(), x, xAt, 0, y, yAt, 0, 1, count);
            }
        }

        /**
         * How far on the piece must begin to lie half a page from the input's, modulo pages: at the same place, the loads
         * of one look like those of what was just stored in the other, and wait for it.
         */
        private static long apart(long input, long piece) {
            return (input + PAGE / 2 - piece) & (PAGE - MemoryRegion.ALIGNMENT);
        }
    }
}
