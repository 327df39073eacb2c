package hone.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void constantStaysOne() {
        Schedule constant = new Schedule.Constant();
        assertEquals(1, constant.factor(0, 10));
        assertEquals(1, constant.factor(9, 10));
    }

    @Test
    void constantMayRiseAtFirst() {
        Schedule constant = new Schedule.Constant(0.1);
        assertEquals(1 / 11.0, constant.factor(0, 100), 1e-12);
        assertEquals(10 / 11.0, constant.factor(9, 100), 1e-12);
        assertEquals(1, constant.factor(10, 100));
        assertThrows(InvalidInput.class, () -> new Schedule.Constant(1));
    }

    @Test
    void cosineRisesThenFallsToItsFloor() {
        Schedule cosine = new Schedule.Cosine(0.1, 0.2);
        double previous = 0;
        for (int step = 0; step < 10; step++) {
            double factor = cosine.factor(step, 100);
            assertTrue(factor > previous && factor < 1, "step " + step + ": " + factor);
            previous = factor;
        }
        assertEquals(1, cosine.factor(10, 100), 1e-12);
        assertEquals(0.6, cosine.factor(55, 100), 1e-12);
        for (int step = 11; step < 100; step++) {
            assertTrue(cosine.factor(step, 100) < cosine.factor(step - 1, 100));
        }
        assertEquals(0.2, cosine.factor(99, 100), 1e-3);
    }

    @Test
    void aSingleStepHasTheFullRate() {
        assertEquals(1, new Schedule.Cosine(0, 0).factor(0, 1));
    }

    @Test
    void rangesAreChecked() {
        assertThrows(InvalidInput.class, () -> new Schedule.Cosine(1, 0));
        assertThrows(InvalidInput.class, () -> new Schedule.Cosine(-0.1, 0));
        assertThrows(InvalidInput.class, () -> new Schedule.Cosine(0, 1.1));
        assertThrows(InvalidInput.class, () -> new Schedule.Cosine(Double.NaN, 0));
    }
}
