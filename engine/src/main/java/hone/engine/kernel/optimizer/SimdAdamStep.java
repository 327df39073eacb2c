package hone.engine.kernel.optimizer;

import hone.engine.kernel.Kernel;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.kernel.Rung;
import hone.engine.kernel.Site;
import hone.engine.kernel.VectorUnit;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.optimizer.AdamStep;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The formula of {@link AdamStep}, a vector of elements at a time, and the rest of a block as the plain kernel does it.
 * Every operation is rounded apart, as there, so both kernels agree to the bit.
 */
public final class SimdAdamStep implements Kernel<AdamStep> {
    @Override
    public String id() {
        return "simd";
    }

    @Override
    public Class<AdamStep> op() {
        return AdamStep.class;
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
    public Optional<String> refusal(AdamStep op, Site site) {
        return Optional.empty();
    }

    @Override
    public long packedBytes(AdamStep op, Site site) {
        return 0;
    }

    @Override
    public long scratchBytes(AdamStep op, Site site) {
        return 0;
    }

    @Override
    public Prepared prepare(AdamStep op, Site site, MemoryRegion packed, MemoryRegion scratch) {
        return new Blocks(op, new AdamFactors(op));
    }

    /** A unit is a block of elements. */
    private record Blocks(AdamStep op, AdamFactors factors) implements Prepared {
        private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

        @Override
        public long units(Operands operands) {
            return ElementBlocks.count(operands);
        }

        @Override
        public void begin(Operands operands) {
            factors.update(operands);
        }

        @Override
        public void run(Operands operands, long from, long to, int worker) {
            MemorySegment parameters = operands.output(0);
            MemorySegment gradients = operands.input(AdamStep.GRADIENT);
            MemorySegment means = operands.output(1);
            MemorySegment squares = operands.output(2);
            float beta1 = op.beta1();
            float beta2 = op.beta2();
            float epsilon = op.epsilon();
            float keep = factors.keep();
            float meanScale = factors.meanScale();
            float rootScale = factors.rootScale();
            ByteOrder order = ByteOrder.nativeOrder();
            long end = ElementBlocks.end(operands, to);
            long i = from * ElementBlocks.SIZE;
            for (; i + SPECIES.length() <= end; i += SPECIES.length()) {
                long at = i * Float.BYTES;
                FloatVector g = FloatVector.fromMemorySegment(SPECIES, gradients, at, order);
                FloatVector m = FloatVector.fromMemorySegment(SPECIES, means, at, order)
                        .mul(beta1)
                        .add(g.mul(1 - beta1));
                FloatVector v = FloatVector.fromMemorySegment(SPECIES, squares, at, order)
                        .mul(beta2)
                        .add(g.mul(1 - beta2).mul(g));
                FloatVector root =
                        v.lanewise(VectorOperators.SQRT).mul(rootScale).add(epsilon);
                FloatVector p = FloatVector.fromMemorySegment(SPECIES, parameters, at, order);
                m.intoMemorySegment(means, at, order);
                v.intoMemorySegment(squares, at, order);
                p.mul(keep).sub(m.mul(meanScale).div(root)).intoMemorySegment(parameters, at, order);
            }
            ReorderedAdamStep.elements(op, factors, operands, i, end);
        }
    }
}
