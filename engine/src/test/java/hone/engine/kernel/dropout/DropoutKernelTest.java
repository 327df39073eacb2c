package hone.engine.kernel.dropout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.kernel.KernelRun;
import hone.engine.op.dropout.Dropout;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who stays is drawn by place, and what stays keeps the mean. */
@Tag("kernels")
class DropoutKernelTest {
    private static final int COUNT = 20_003;

    @AutoClose
    private final KernelRun kernels = new KernelRun();

    private float[] run(Dropout op, int step, boolean apart) {
        float[] ones = new float[COUNT];
        Arrays.fill(ones, 1);
        Tensor x = kernels.floats(Shape.of(COUNT), ones);
        return kernels.run(new ReorderedDropout(), op, List.of(x, kernels.ints(step)), apart)
                .getFirst()
                .toFloats();
    }

    @Test
    void aShareIsLeftOutAndTheRestScaled() {
        float[] y = run(new Dropout(0.25f, 7, 1), 1, false);
        int left = 0;
        for (float value : y) {
            assertTrue(value == 0 || value == (float) (1 / 0.75), "value " + value);
            left += value == 0 ? 1 : 0;
        }
        assertEquals(0.25, left / (double) COUNT, 0.015, "share left out, seed 7");
    }

    @Test
    void theSameElementsInAnyOrderAndOthersForAnotherSeedStreamOrStep() {
        float[] y = run(new Dropout(0.5f, 7, 1), 3, false);
        assertArrayEquals(y, run(new Dropout(0.5f, 7, 1), 3, true));
        assertFalse(Arrays.equals(y, run(new Dropout(0.5f, 8, 1), 3, false)));
        assertFalse(Arrays.equals(y, run(new Dropout(0.5f, 7, 2), 3, false)));
        assertFalse(Arrays.equals(y, run(new Dropout(0.5f, 7, 1), 4, false)));
    }

    @Test
    void nothingIsLeftOutAtARateOfZero() {
        for (float value : run(new Dropout(0, 7, 1), 1, false)) {
            assertEquals(1, value);
        }
    }

    @Test
    void aDrawOutOfOrderIsTheOneInOrder() {
        CounterRandom random = new CounterRandom(3, 4, 5);
        long key = CounterRandom.key(3, 4, 5);
        for (int i = 0; i < 100; i++) {
            assertEquals(random.nextLong(), CounterRandom.draw(key, i));
        }
    }

    @Test
    void aRateOfOneIsRefused() {
        InvalidInput refused = assertThrows(InvalidInput.class, () -> new Dropout(1, 0, 0));
        assertTrue(refused.getMessage().contains("1.0"), refused.getMessage());
    }
}
