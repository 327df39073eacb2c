package hone.engine.kernel.optimizer;

import hone.engine.kernel.Footprint;
import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.optimizer.ClipFactor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Each tensor's squares are added up by itself, four sums taking turns, and the tensors' sums in their order at the end:
 * in doubles, so that no sum of squares overflows. NaN gives NaN, which the loss shows too.
 */
public final class ReorderedClipFactor implements Kernel<ClipFactor> {
    @Override
    public String id() {
        return "reordered";
    }

    @Override
    public Class<ClipFactor> op() {
        return ClipFactor.class;
    }

    @Override
    public Rung rung() {
        return Rung.REORDERED;
    }

    @Override
    public Optional<String> refusal(ClipFactor op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(ClipFactor op, Site site) {
        return 0;
    }

    /** One double for each tensor. */
    @Override
    public long scratchBytes(ClipFactor op, Site site) {
        return Footprint.block((long) site.inputs().size() * Double.BYTES);
    }

    @Override
    public Prepared prepare(ClipFactor op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Tensors(op.limit(), scratch.allocate(scratchBytes(op, site)));
    }

    /**
     * A unit is a tensor.
     *
     * @param squares of each tensor // (inputs)
     */
    private record Tensors(float limit, MemorySegment squares) implements Prepared {
        @Override
        public long units(Operands operands) {
            return operands.inputCount();
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            for (int tensor = (int) from; tensor < to; tensor++) {
                double sum = squares(operands.input(tensor), operands.inputElements(tensor));
                squares.setAtIndex(ValueLayout.JAVA_DOUBLE, tensor, sum);
            }
        }

        private static double squares(MemorySegment x, long count) {
            double sum0 = 0;
            double sum1 = 0;
            double sum2 = 0;
            double sum3 = 0;
            long i = 0;
            for (; i < count - 3; i += 4) {
                double x0 = x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                double x1 = x.getAtIndex(ValueLayout.JAVA_FLOAT, i + 1);
                double x2 = x.getAtIndex(ValueLayout.JAVA_FLOAT, i + 2);
                double x3 = x.getAtIndex(ValueLayout.JAVA_FLOAT, i + 3);
                sum0 += x0 * x0;
                sum1 += x1 * x1;
                sum2 += x2 * x2;
                sum3 += x3 * x3;
            }
            for (; i < count; i++) {
                double rest = x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                sum0 += rest * rest;
            }
            return (sum0 + sum1) + (sum2 + sum3);
        }

        @Override
        public void end(Operands operands) {
            double sum = 0;
            for (int tensor = 0; tensor < operands.inputCount(); tensor++) {
                sum += squares.getAtIndex(ValueLayout.JAVA_DOUBLE, tensor);
            }
            double norm = Math.sqrt(sum);
            operands.output(0).setAtIndex(ValueLayout.JAVA_FLOAT, 0, norm <= limit ? 1 : (float) (limit / norm));
        }
    }
}
