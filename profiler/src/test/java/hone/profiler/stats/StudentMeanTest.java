package hone.profiler.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class StudentMeanTest {
    /** Three values with standard deviation 1: their mean's error is 1/√3, and Student's factor for two degrees is 4.3027. */
    @Test
    void theIntervalIsStudents() {
        Interval interval = StudentMean.of(new double[] {-1, 0, 1});
        assertEquals(0, interval.estimate(), 1e-12);
        assertEquals(4.302_652_7 / Math.sqrt(3), interval.high(), 1e-6);
        assertEquals(-interval.high(), interval.low(), 1e-12);
    }

    @Test
    void ofOneValueTheIntervalIsAllThereIs() {
        assertEquals(
                new Interval(7, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY), StudentMean.of(new double[] {7}));
        assertThrows(NoSuchElementException.class, () -> StudentMean.of(new double[] {}));
    }
}
