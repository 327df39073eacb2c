package hone.engine.kernel.optimizer;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.optimizer.SgdStep;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The formula of {@link SgdStep}, a vector of elements at a time, and the rest of a block as the plain kernel does it.
 * Products and sums are rounded apart, as there, so both kernels agree to the bit.
 */
public final class SimdSgdStep implements Kernel<SgdStep> {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<SgdStep> op() {
        return SgdStep.class;
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
    public Optional<String> refusal(SgdStep op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(SgdStep op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(SgdStep op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(SgdStep op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Blocks(op);
    }

    /** A unit is a block of elements. */
    private record Blocks(SgdStep op) implements Prepared {
        private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

        @Override
        public long units(Operands operands) {
            return ElementBlocks.count(operands);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            MemorySegment parameters = operands.output(0);
            MemorySegment gradients = operands.input(SgdStep.GRADIENT);
            MemorySegment velocities = operands.output(1);
            float rate = operands.input(SgdStep.LEARNING_RATE).getAtIndex(ValueLayout.JAVA_FLOAT, 0);
            float momentum = op.momentum();
            float decay = op.weightDecay();
            boolean nesterov = op.nesterov();
            ByteOrder order = ByteOrder.nativeOrder();
            long end = ElementBlocks.end(operands, to);
            long i = from * ElementBlocks.SIZE;
            for (; i + SPECIES.length() <= end; i += SPECIES.length()) {
                long at = i * Float.BYTES;
                FloatVector p = FloatVector.fromMemorySegment(SPECIES, parameters, at, order);
                FloatVector d = FloatVector.fromMemorySegment(SPECIES, gradients, at, order)
                        .add(p.mul(decay));
                FloatVector v = FloatVector.fromMemorySegment(SPECIES, velocities, at, order)
                        .mul(momentum)
                        .add(d);
                FloatVector step = nesterov ? v.mul(momentum).add(d) : v;
                v.intoMemorySegment(velocities, at, order);
                p.sub(step.mul(rate)).intoMemorySegment(parameters, at, order);
            }
            ReorderedSgdStep.elements(op, rate, operands, i, end);
        }
    }
}
