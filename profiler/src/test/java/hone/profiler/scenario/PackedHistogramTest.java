package hone.profiler.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedHistogramTest {
    @Test
    void everyCountComesBack() {
        Histogram histogram = new Histogram(3_600_000_000_000L, QueryLog.DIGITS);
        for (long value = 1; value < 1_000_000_000_000L; value *= 3) {
            histogram.recordValueWithCount(value, value % 7 + 1);
        }
        assertEquals(histogram, PackedHistogram.read(PackedHistogram.of(histogram)));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void oneOfMoreDigitsIsRefusedBeforeItsRoomIsMade(int digits) {
        Histogram histogram = new Histogram(Long.MAX_VALUE / 2, digits);
        histogram.recordValue(1);
        String text = PackedHistogram.of(histogram);
        assertTrue(text.length() < 200, "it is small as text: " + text.length());
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> PackedHistogram.read(text));
        assertEquals(
                "a histogram to " + digits + " digits",
                Objects.requireNonNull(refused.getCause()).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "HISTOGRAM", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "?"})
    void whatIsNoneIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> PackedHistogram.read(text));
    }
}
