package hone.engine.technique.compression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MagnitudeMaskTest {
    /** Every group has the same integers, so that only its scale tells which weights are small. */
    @Test
    void weightsInGroupsAreComparedAsTheNumbersTheyStandFor() {
        MemoryRegion region = new MemoryBudget(1 << 20).open(Category.DATA, "test");
        Tensor weight = region.tensor(DType.I8, Shape.of(2, 64));
        weight.segment().fill((byte) 5);
        Tensor scales = region.tensor(DType.F32, Shape.of(2, 2)).fill(new float[] {4, 1, 2, 3});
        Tensor masked = MagnitudeMask.masked(weight, Optional.of(scales), 32, 0.5, region);
        for (int e = 0; e < 128; e++) {
            boolean small = e / 32 == 1 || e / 32 == 2;
            assertEquals(small ? 0 : 5, masked.segment().get(ValueLayout.JAVA_BYTE, e), "element " + e);
        }
    }
}
