package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.Allocation;
import hone.engine.graph.Op;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryRegion;
import hone.engine.tensor.DType;
import hone.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What the tests of every family of kernels ask of a kernel. */
final class Runs {
    private Runs() {}

    /** Fills all inputs: floats in ±1, bytes in ±127. */
    static KernelRig fill(KernelRig rig, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < rig.operands().inputCount(); i++) {
            Tensor input = rig.input(i);
            for (long e = 0; e < input.shape().elements(); e++) {
                if (input.dtype() == DType.F32) {
                    input.setFloat(e, random.nextFloat() * 2 - 1);
                } else {
                    input.segment().setAtIndex(ValueLayout.JAVA_BYTE, e, (byte) (random.nextInt(255) - 127));
                }
            }
        }
        return rig;
    }

    /** Skips the test where this machine cannot run the kernel at all. */
    static void runnable(Kernel<?> kernel) {
        assumeTrue(
                kernel.unavailableReason().isEmpty(),
                () -> kernel.unavailableReason().orElse(""));
    }

    /** The result is the same to the bit when units run in any order on three workers as when one thread runs all. */
    static void sameBitsInAnyOrder(KernelRig rig, Kernel<?> kernel) {
        Prepared prepared = rig.prepare(kernel);
        rig.run(prepared);
        float[] alone = rig.result();
        rig.output().segment().fill((byte) 1);
        List<Long> units = new ArrayList<>();
        for (long unit = 0; unit < prepared.units(rig.operands()); unit++) {
            units.add(unit);
        }
        Collections.shuffle(units, new Random(5));
        prepared.begin(rig.operands());
        for (long unit : units) {
            prepared.run(rig.operands(), unit, unit + 1, (int) (unit % 3));
        }
        prepared.end(rig.operands());
        assertArrayEquals(alone, rig.result(), kernel.id());
    }

    /** The bytes a kernel announces are those its preparation charges. */
    static <O extends Op> void chargesWhatItAnnounced(KernelRig rig, Kernel<O> kernel) {
        MemoryRegion packed = rig.open(Category.WEIGHTS);
        MemoryRegion scratch = rig.open(Category.SCRATCH);
        O op = kernel.op().cast(rig.op());
        rig.prepare(kernel, packed, scratch);
        assertEquals(kernel.packedBytes(op, rig.site()), packed.bytes(), kernel.id() + " packed at " + rig.site());
        assertEquals(kernel.scratchBytes(op, rig.site()), scratch.bytes(), kernel.id() + " scratch at " + rig.site());
    }

    /** Once the compiler has had its time, a run leaves nothing for the garbage collector. */
    static void allocatesNothingOnceCompiled(KernelRig rig, Kernel<?> kernel) {
        Prepared prepared = rig.prepare(kernel);
        Allocation.assertNone("50 runs of " + kernel.id(), () -> {}, Allocation.times(50, () -> rig.run(prepared)));
    }
}
