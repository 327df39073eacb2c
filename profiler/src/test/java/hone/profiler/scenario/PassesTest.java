package hone.profiler.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PassesTest {
    /** Levels one after the other, each with a little of its own. */
    private static double[] levels(int count, int[] from, double[] level) {
        return IntStream.range(0, count)
                .mapToDouble(i -> {
                    int at = 0;
                    while (at + 1 < from.length && from[at + 1] <= i) {
                        at++;
                    }
                    return level[at] * (1 + 0.001 * (i * 7 % 5));
                })
                .toArray();
    }

    @Test
    void whatCameBeforeTheCompilerWasDoneIsLeftOut() {
        double[] baseline = levels(31, new int[] {0, 14}, new double[] {100, 62});
        double[] candidate = levels(31, new int[] {0, 5, 14}, new double[] {14, 10, 7});
        Passes passes = Passes.settled(baseline, candidate);
        assertEquals(14, passes.dropped());
        assertEquals(17, passes.count());
        assertTrue(passes.steady());
        assertEquals(62 / 7.0, passes.gains()[0], 0.05);
    }

    @Test
    void whatIsSteadyStaysWhole() {
        double[] steady = levels(20, new int[] {0}, new double[] {50});
        Passes passes = Passes.settled(steady, steady);
        assertEquals(0, passes.dropped());
        assertArrayEquals(steady, passes.baseline());
        assertTrue(passes.steady());
    }

    @Test
    void aSideThatBecameSlowerIsNotWarmingUp() {
        double[] slower = levels(20, new int[] {0, 10}, new double[] {50, 60});
        double[] steady = levels(20, new int[] {0}, new double[] {50});
        Passes passes = Passes.settled(slower, steady);
        assertEquals(0, passes.dropped());
        assertFalse(passes.steady());
        assertTrue(Passes.settled(slower, slower).steady(), "the machine changed, and their ratio did not");
    }

    @Test
    void tooFewAreNotMadeFewer() {
        double[] late = levels(31, new int[] {0, 22}, new double[] {100, 60});
        double[] steady = levels(31, new int[] {0}, new double[] {50});
        Passes passes = Passes.settled(late, steady);
        assertEquals(0, passes.dropped(), "nine would be left");
        assertEquals(31, passes.count());
        assertFalse(passes.steady(), "and so nothing can be said");
        double[] sooner = levels(31, new int[] {0, 20}, new double[] {100, 60});
        assertEquals(20, Passes.settled(sooner, steady).dropped(), "eleven are enough");
    }

    @Test
    void fewPassesThatVaryAreNotSteady() {
        double[] few = levels(8, new int[] {0, 4}, new double[] {100, 60});
        double[] steady = levels(8, new int[] {0}, new double[] {50});
        assertFalse(Passes.settled(few, steady).steady());
        assertTrue(Passes.settled(steady, steady).steady());
    }
}
