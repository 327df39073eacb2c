package hone.engine.kernel.chain;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.WorkerRows;
import hone.engine.kernel.activation.PlainActivations;
import hone.engine.kernel.elementwise.ElementKernel;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.elementwise.Chain;
import hone.engine.op.elementwise.ChainStep;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/**
 * A chain slice by slice: a slice of the first input is copied into a Java array, every step in turn goes over that array,
 * and the last result is copied out. The slice stays in the first cache from the first step to the last. Which step it
 * is, is decided once for a slice and not once for an element.
 */
public final class ReorderedChain implements Kernel<Chain> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<Chain> op() {
        return Chain.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
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
        return WorkerRows.bytes(site.workers(), Slices.SIZE);
    }

    @Override
    public Prepared prepare(Chain op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        scratch.chargeArray(scratchBytes(op, site));
        return new Slices(op.steps(), WorkerRows.floats(site.workers(), Slices.SIZE));
    }

    /**
     * A unit is a slice.
     *
     * @param slices the slice each worker is at
     */
    private record Slices(List<ChainStep> steps, float[][] slices) implements Prepared {
        static final int SIZE = (int) ElementKernel.UNIT;

        @Override
        public long units(Operands operands) {
            return (operands.outputElements(0) + SIZE - 1) / SIZE;
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            float[] slice = slices[worker];
            for (long unit = from; unit < to; unit++) {
                long first = unit * SIZE;
                int count = (int) Math.min(SIZE, operands.outputElements(0) - first);
                MemorySegment.copy(operands.input(0), ValueLayout.JAVA_FLOAT, first * Float.BYTES, slice, 0, count);
                for (int s = 0; s < steps.size(); s++) {
                    ChainStep step = steps.get(s);
                    step(step, slice, operands.input(step.operand()), first, count);
                }
                MemorySegment.copy(slice, 0, operands.output(0), ValueLayout.JAVA_FLOAT, first * Float.BYTES, count);
            }
        }

        private static void step(ChainStep step, float[] slice, MemorySegment operand, long first, int count) {
            switch (step.function()) {
                case ADD -> add(slice, operand, first, count);
                case MUL -> multiply(slice, operand, first, count);
                default -> PlainActivations.apply(step.function().activation(), slice, count);
            }
        }

        private static void add(float[] slice, MemorySegment operand, long first, int count) {
            for (int i = 0; i < count; i++) {
                slice[i] += operand.getAtIndex(ValueLayout.JAVA_FLOAT, first + i);
            }
        }

        private static void multiply(float[] slice, MemorySegment operand, long first, int count) {
            for (int i = 0; i < count; i++) {
                slice[i] *= operand.getAtIndex(ValueLayout.JAVA_FLOAT, first + i);
            }
        }
    }
}
