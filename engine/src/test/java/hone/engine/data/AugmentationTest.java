package hone.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final int ROWS = 5;
    private static final int COLUMNS = 7;

    private static final LabelledImages DIGITS =
            DigitGenerator.generate(5, DigitGenerator.Stream.TEST, 0, 20, Progress.NONE, new Cancellation());

    private static float[] picture() {
        float[] picture = new float[ROWS * COLUMNS];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (i * 37 % 101) / 101f;
        }
        return picture;
    }

    private static float[] apply(Resampling change) {
        float[] target = new float[ROWS * COLUMNS + 1];
        change.apply(picture(), ROWS, COLUMNS, target, 1);
        return Arrays.copyOfRange(target, 1, target.length);
    }

    @Test
    void noChangeIsAnExactCopy() {
        assertArrayEquals(picture(), apply(new Resampling(0, 0, 0, 1)));
        float[] plain = new float[784 * 2];
        float[] augmented = new float[784 * 2];
        DIGITS.copyInto(3, 2, plain);
        Augmentation.NONE.gatherInto(DIGITS, new int[] {3, 4}, 0, 2, 1, 1, augmented);
        assertArrayEquals(plain, augmented);
    }

    @Test
    void aWholeShiftMovesPixelsAndFillsWithBackground() {
        float[] source = picture();
        for (int right = -3; right <= 3; right++) {
            for (int down = -2; down <= 2; down++) {
                float[] moved = apply(new Resampling(right, down, 0, 1));
                for (int row = 0; row < ROWS; row++) {
                    for (int column = 0; column < COLUMNS; column++) {
                        int fromRow = row - down;
                        int fromColumn = column - right;
                        boolean inside = fromRow >= 0 && fromRow < ROWS && fromColumn >= 0 && fromColumn < COLUMNS;
                        float expected = inside ? source[fromRow * COLUMNS + fromColumn] : 0;
                        assertEquals(expected, moved[row * COLUMNS + column]);
                    }
                }
            }
        }
    }

    @Test
    void halfATurnReversesThePicture() {
        float[] turned = apply(new Resampling(0, 0, StrictMath.PI, 1));
        float[] source = picture();
        for (int i = 0; i < source.length; i++) {
            assertEquals(source[source.length - 1 - i], turned[i], 1e-5);
        }
    }

    @Test
    void aQuarterTurnIsClockwise() {
        float[] top = new float[25];
        top[2] = 1;
        float[] turned = new float[25];
        new Resampling(0, 0, StrictMath.PI / 2, 1).apply(top, 5, 5, turned, 0);
        assertEquals(1, turned[2 * 5 + 4], 1e-5);
    }

    @Test
    void enlargingKeepsTheMiddleAndSpreadsTheRest() {
        float[] cross = new float[49];
        cross[3 * 7 + 3] = 1;
        cross[3 * 7 + 4] = 0.5f;
        float[] larger = new float[49];
        new Resampling(0, 0, 0, 2).apply(cross, 7, 7, larger, 0);
        assertEquals(1, larger[3 * 7 + 3], 1e-6);
        assertEquals(0.5, larger[3 * 7 + 5], 1e-6);
    }

    @Test
    void aSampleDependsOnSeedStepAndItselfNotOnItsPlaceInTheBatch() {
        float[] alone = new float[784];
        float[] batch = new float[3 * 784];
        Augmentation.DIGITS.gatherInto(DIGITS, new int[] {9}, 0, 1, 1, 2, alone);
        Augmentation.DIGITS.gatherInto(DIGITS, new int[] {4, 8, 6, 9}, 1, 3, 1, 2, batch);
        assertArrayEquals(alone, Arrays.copyOfRange(batch, 2 * 784, 3 * 784));
        float[] otherStep = new float[784];
        Augmentation.DIGITS.gatherInto(DIGITS, new int[] {9}, 0, 1, 1, 3, otherStep);
        assertFalse(Arrays.equals(alone, otherStep));
        float[] otherSeed = new float[784];
        Augmentation.DIGITS.gatherInto(DIGITS, new int[] {9}, 0, 1, 2, 2, otherSeed);
        assertFalse(Arrays.equals(alone, otherSeed));
    }

    @Test
    void segmentsAndArraysAgree() {
        int[] order = {3, 1, 4, 1, 5};
        float[] batch = new float[5 * 784];
        Augmentation.DIGITS.gatherInto(DIGITS, order, 0, 5, 1, 2, batch);
        MemorySegment segment = MemorySegment.ofArray(new float[5 * 784]);
        Augmentation.DIGITS.gatherInto(DIGITS, order, 0, 5, 1, 2, segment);
        assertArrayEquals(batch, segment.toArray(ValueLayout.JAVA_FLOAT));
    }

    @Test
    void valuesStayWithinTheirRange() {
        int[] order = new int[20];
        Arrays.setAll(order, i -> i);
        float[] batch = new float[20 * 784];
        new Augmentation(5, 180, 0.9).gatherInto(DIGITS, order, 0, 20, 1, 1, batch);
        for (float value : batch) {
            assertTrue(value >= 0 && value <= 1, () -> "value " + value);
        }
    }

    @Test
    void rangesThatMakeNoSenseAreRefused() {
        assertThrows(InvalidInput.class, () -> new Augmentation(-1, 0, 0));
        assertThrows(InvalidInput.class, () -> new Augmentation(0, Double.NaN, 0));
        assertThrows(InvalidInput.class, () -> new Augmentation(0, 0, 1));
    }
}
