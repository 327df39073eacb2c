package hone.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.DigitGenerator.Stream;
import hone.engine.random.CounterRandom;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DigitGeneratorTest {
    private static final LabelledImages DIGITS = generate(1, Stream.TEST, 0, 2000);

    private static LabelledImages generate(long seed, Stream stream, int from, int count) {
        return DigitGenerator.generate(seed, stream, from, count, Progress.NONE, new Cancellation());
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        assertEquals(DIGITS.hash(), generate(1, Stream.TEST, 0, 2000).hash());
    }

    /** The digits of seed 1 are part of the product's measured figures, so a change to them must be meant. */
    @Test
    void theDigitsOfAReleaseDoNotChangeByAccident() {
        assertEquals(
                "1f06286bd584a236ae8100af07dbcb87d20ad4600933a7fe1c479c1642afe0ef",
                generate(1, Stream.TEST, 0, 100).hash());
    }

    @Test
    void otherSeedsAndStreamsGiveOtherDigits() {
        assertNotEquals(DIGITS.hash(), generate(2, Stream.TEST, 0, 2000).hash());
        assertNotEquals(DIGITS.hash(), generate(1, Stream.TRAIN, 0, 2000).hash());
    }

    @Test
    void anyPartCanBeDrawnAlone() {
        int[] samples = IntStream.range(777, 777 + 333).toArray();
        assertEquals(
                DIGITS.subset("", samples).hash(),
                generate(1, Stream.TEST, 777, 333).hash());
    }

    @Test
    void partsDrawnAtOnceOnManyThreadsAgreeWithTheWhole() {
        int[] counts = IntStream.range(0, 8)
                .parallel()
                .map(part -> generate(1, Stream.TEST, part * 250, 250)
                                .hash()
                                .equals(DIGITS.subset(
                                                "",
                                                IntStream.range(part * 250, part * 250 + 250)
                                                        .toArray())
                                        .hash())
                        ? 1
                        : 0)
                .toArray();
        assertEquals(8, Arrays.stream(counts).sum());
    }

    @Test
    void everyTenSamplesHoldEveryDigitOnce() {
        boolean sameOrder = true;
        for (int block = 0; block < 200; block++) {
            int first = block * 10;
            assertEquals(
                    45,
                    IntStream.range(first, first + 10)
                            .map(DIGITS::label)
                            .distinct()
                            .sum());
            sameOrder &= IntStream.range(0, 10).allMatch(i -> DIGITS.label(first + i) == DIGITS.label(i));
        }
        assertEquals(false, sameOrder);
    }

    @Test
    void everyDigitFillsABoxOfTwentyInOneDirection() {
        for (int sample = 0; sample < DIGITS.count(); sample++) {
            int height = inkedRows(sample);
            int width = inkedColumns(sample);
            assertTrue(height <= 20 && width <= 20, "sample " + sample + " is " + height + "×" + width);
            assertTrue(height >= 19 || width >= 19, "sample " + sample + " is " + height + "×" + width);
        }
    }

    private static int inkedRows(int sample) {
        return (int) IntStream.range(0, 28).filter(row -> inkedRow(sample, row)).count();
    }

    private static int inkedColumns(int sample) {
        return (int) IntStream.range(0, 28)
                .filter(column -> inkedColumn(sample, column))
                .count();
    }

    private static boolean inkedRow(int sample, int row) {
        return IntStream.range(0, 28).anyMatch(column -> DIGITS.pixel(sample, row, column) > 0);
    }

    private static boolean inkedColumn(int sample, int column) {
        return IntStream.range(0, 28).anyMatch(row -> DIGITS.pixel(sample, row, column) > 0);
    }

    @Test
    void theCentreOfMassLiesInTheMiddle() {
        int pressed = 0;
        for (int sample = 0; sample < DIGITS.count(); sample++) {
            double mass = 0;
            double x = 0;
            double y = 0;
            for (int row = 0; row < 28; row++) {
                for (int column = 0; column < 28; column++) {
                    int value = DIGITS.pixel(sample, row, column);
                    mass += value;
                    x += value * (column + 0.5);
                    y += value * (row + 0.5);
                }
            }
            // Pixels are rounded to bytes after centring, hence a little more than half a pixel; and ink that has
            // reached the edge of the field moves no further.
            boolean atSide = inkedColumn(sample, 0) || inkedColumn(sample, 27);
            boolean atEnd = inkedRow(sample, 0) || inkedRow(sample, 27);
            assertTrue(atSide || Math.abs(14 - x / mass) < 0.51, "sample " + sample + " has x " + x / mass);
            assertTrue(atEnd || Math.abs(14 - y / mass) < 0.51, "sample " + sample + " has y " + y / mass);
            pressed += atSide || atEnd ? 1 : 0;
        }
        assertTrue(pressed < 40, pressed + " digits touch the edge of the field");
    }

    @Test
    void noDigitIsFaintOrFlooded() {
        for (int sample = 0; sample < DIGITS.count(); sample++) {
            float[] pixels = new float[784];
            DIGITS.copyInto(sample, 1, pixels);
            double ink = 0;
            for (float pixel : pixels) {
                ink += pixel;
            }
            assertTrue(ink > 12 && ink < 330, "sample " + sample + " has ink " + ink);
        }
    }

    @Test
    void everyTemplateCanBeWritten() {
        DigitPainter painter = new DigitPainter();
        for (int digit = 0; digit < 10; digit++) {
            assertTrue(GlyphTemplates.of(digit).size() >= 1);
            for (int i = 0; i < 200; i++) {
                painter.paint(digit, new CounterRandom(9, digit, i), new byte[784], 0);
            }
        }
    }

    @Test
    void aCancelledRunStops() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        assertThrows(Cancelled.class, () -> DigitGenerator.train(1, Progress.NONE, cancellation));
    }

    @Test
    void countsThatMakeNoSenseAreRefused() {
        assertThrows(InvalidInput.class, () -> generate(1, Stream.TEST, 0, 0));
        assertThrows(InvalidInput.class, () -> generate(1, Stream.TEST, -1, 5));
        assertThrows(InvalidInput.class, () -> generate(1, Stream.TEST, 0, Integer.MAX_VALUE));
    }
}
