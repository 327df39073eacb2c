package hone.visualizers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Units, and no digit finer than the uncertainty. */
class FiguresTest {
    @Test
    void digitsFollowTheUncertainty() {
        assertEquals("312 µs", Figures.duration(312_345, 7_000));
        assertEquals("1.24 ms", Figures.duration(1_240_000, 30_000));
        assertEquals("1.2 ms", Figures.duration(1_240_000, 300_000));
        assertEquals("310 µs", Figures.duration(312_345, 40_000));
        assertEquals("305–320 µs", Figures.durations(305_100, 319_800));
        assertEquals("97.4 %", Figures.percent(0.97449, 0.005));
        assertEquals("100 %", Figures.percent(1, 0));
        assertEquals("0.00 %", Figures.percent(0.00001, 1e-9));
    }

    @Test
    void unitsChangeWhereTheNumberWouldHaveFourDigits() {
        assertEquals("999 B", Figures.bytes(999));
        assertEquals("1.00 kB", Figures.bytes(1_000));
        assertEquals("437 kB", Figures.bytes(437_400));
        assertEquals("1.00 MB", Figures.bytes(999_700));
        assertEquals("0 B", Figures.bytes(0));
        assertEquals("51.4 M", Figures.amount(51_380_224));
        assertEquals("0", Figures.amount(0));
    }

    @Test
    void changesCarryTheirSignAndNothingHasNone() {
        assertEquals("−68 %", Figures.change(0.32));
        assertEquals("+4.2 %", Figures.change(1.042));
        assertEquals("0.0 %", Figures.change(1.0001));
        assertEquals("−0.25 pp", Figures.points(-0.0025, 0.0004));
        assertEquals("−47 pp", Figures.points(-0.467, 0.015));
        assertEquals("+0.3 pp", Figures.points(0.0032, 0.002));
        assertEquals("3.1×", Figures.times(3.14));
        assertEquals("14×", Figures.times(14.2));
    }
}
