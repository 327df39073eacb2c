package hone.engine.technique.quantization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.matmul.Int4Linear;
import hone.engine.op.matmul.WeightGroups;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Int4GroupRoundingTest {
    private static final long SEED = 12;

    private final MemoryRegion region = new MemoryBudget(1 << 24).open(Category.DATA, "test");

    @Test
    void noWeightIsOffByMoreThanHalfAStep() {
        Random random = new Random(SEED);
        for (int groupSize : new int[] {32, 64, 128}) {
            for (int k : new int[] {1, 31, 32, 33, 207, 256}) {
                Tensor weight = region.tensor(DType.F32, Shape.of(5, k));
                for (int e = 0; e < 5 * k; e++) {
                    weight.setFloat(e, (float) (random.nextGaussian() * Math.pow(10, e % 7 - 3)));
                }
                long groups = WeightGroups.count(groupSize, k);
                Tensor packed = region.tensor(DType.U8, Shape.of(5, Int4Linear.rowBytes(k)));
                Tensor scales = region.tensor(DType.F32, Shape.of(5, groups));
                Int4GroupRounding.round(weight, groupSize, packed, scales);
                for (int e = 0; e < 5 * k; e++) {
                    double scale = scales.getFloat(e / k * groups + e % k / groupSize);
                    int q = q(packed, e / k, e % k, k);
                    double error = Math.abs(weight.getFloat(e) - scale * q);
                    assertTrue(Math.abs(q) <= 7 && error <= 0.5 * scale * (1 + 1e-6), "seed " + SEED + ": " + error);
                }
            }
        }
    }

    @Test
    void zerosStayZerosAndTheLargestIsKept() {
        Tensor weight = region.tensor(DType.F32, Shape.of(1, 65));
        weight.setFloat(3, -0.35F);
        weight.setFloat(64, 7e-3F);
        Tensor packed = region.tensor(DType.U8, Shape.of(1, 33));
        Tensor scales = region.tensor(DType.F32, Shape.of(1, 3));
        Int4GroupRounding.round(weight, 32, packed, scales);
        for (int p = 0; p < 65; p++) {
            assertEquals(p == 3 ? -7 : p == 64 ? 7 : 0, q(packed, 0, p, 65));
        }
        assertEquals(0.05F, scales.getFloat(0), 1e-9F);
        assertEquals(1, scales.getFloat(1));
        assertEquals(1e-3F, scales.getFloat(2), 1e-9F);
    }

    private static int q(Tensor packed, int row, int column, int k) {
        int both = packed.segment().get(ValueLayout.JAVA_BYTE, row * Int4Linear.rowBytes(k) + column / 2) & 255;
        return (column % 2 == 0 ? both % 16 : both / 16) - 8;
    }
}
