package hone.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hone.engine.InvalidInput;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class LabelledImagesTest {
    private static LabelledImages counting(int count) {
        byte[] pixels = new byte[count * 6];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % 10);
            for (int p = 0; p < 6; p++) {
                pixels[i * 6 + p] = (byte) (i * 7 + p);
            }
        }
        return LabelledImages.wrap("counting", 2, 3, 10, pixels, labels);
    }

    @Test
    void batchesHoldEveryPixelOver255() {
        LabelledImages images = counting(5);
        float[] batch = new float[18];
        images.copyInto(1, 3, batch);
        for (int i = 0; i < 18; i++) {
            assertEquals(images.pixel(1 + i / 6, i % 6 / 3, i % 3) / 255f, batch[i]);
        }
    }

    @Test
    void segmentsAndArraysAgree() {
        LabelledImages images = counting(40);
        int[] order = {39, 0, 7, 7};
        float[] batch = new float[24];
        images.gatherInto(order, 1, 3, batch);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(24 * Float.BYTES, Float.BYTES);
            images.gatherInto(order, 1, 3, segment);
            assertArrayEquals(batch, segment.toArray(ValueLayout.JAVA_FLOAT));
            images.copyInto(2, 4, batch);
            images.copyInto(2, 4, segment);
            assertArrayEquals(batch, segment.toArray(ValueLayout.JAVA_FLOAT));
        }
    }

    @Test
    void aSplitSharesOutEverySampleOnceAndDependsOnTheSeedAlone() {
        LabelledImages images = counting(30);
        Split split = images.shuffledSplit(3, 20);
        assertEquals(20, split.train().count());
        assertEquals(10, split.test().count());
        BitSet seen = new BitSet();
        for (LabelledImages part : new LabelledImages[] {split.train(), split.test()}) {
            for (int i = 0; i < part.count(); i++) {
                seen.set(part.pixel(i, 0, 0));
            }
        }
        assertEquals(30, seen.cardinality());
        assertEquals(split.train().hash(), images.shuffledSplit(3, 20).train().hash());
        assertNotEquals(
                split.train().hash(), images.shuffledSplit(4, 20).train().hash());
    }

    @Test
    void aLongerTrainingPartBeginsWithTheShorterOne() {
        LabelledImages images = counting(30);
        int[] firstFive = {0, 1, 2, 3, 4};
        assertEquals(
                images.shuffledSplit(3, 5).train().hash(),
                images.shuffledSplit(3, 20).train().subset("", firstFive).hash());
    }

    @Test
    void aSplitWithAnEmptyPartIsRefused() {
        for (int trainCount : new int[] {-1, 0, 30, 31}) {
            assertThrows(InvalidInput.class, () -> counting(30).shuffledSplit(1, trainCount));
        }
    }

    @Test
    void theHashDependsOnContentAndNotOnTheName() {
        LabelledImages images = counting(3);
        assertEquals(64, images.hash().length());
        assertEquals(
                images.hash(), images.subset("renamed", new int[] {0, 1, 2}).hash());
        assertNotEquals(
                images.hash(), images.subset("turned", new int[] {2, 1, 0}).hash());
        byte[] pixels = new byte[6];
        assertNotEquals(
                LabelledImages.wrap("", 2, 3, 10, pixels, new byte[1]).hash(),
                LabelledImages.wrap("", 3, 2, 10, pixels, new byte[1]).hash());
    }

    @Test
    void sizesAndLabelsThatDisagreeAreRefused() {
        assertThrows(InvalidInput.class, () -> LabelledImages.wrap("", 2, 3, 10, new byte[11], new byte[2]));
        assertThrows(InvalidInput.class, () -> LabelledImages.wrap("", 2, 3, 10, new byte[6], new byte[] {10}));
        assertThrows(InvalidInput.class, () -> LabelledImages.wrap("", 2, 3, 10, new byte[0], new byte[0]));
    }

    @Test
    void samplesOutsideAreRefused() {
        LabelledImages images = counting(3);
        assertThrows(IndexOutOfBoundsException.class, () -> images.copyInto(2, 2, new float[12]));
        assertThrows(IndexOutOfBoundsException.class, () -> images.copyInto(0, 2, new float[11]));
        assertThrows(IndexOutOfBoundsException.class, () -> images.subset("", new int[] {3}));
    }
}
