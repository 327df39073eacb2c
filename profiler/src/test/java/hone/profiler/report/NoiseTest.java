package hone.profiler.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class NoiseTest {
    private static Noise noise(double clockAfter, double throughputAfter) {
        return new Noise(0, 100, clockAfter, 50.0, throughputAfter, "performance", null, null, List.of(), null);
    }

    @Test
    void aCoreThatOthersShareIsRemarkedAndNoWarning() {
        assertEquals(List.of(), noise(100, 54.0).remarks());
        Noise shared = noise(100, 62.5);
        assertEquals(List.of(), shared.warnings());
        assertTrue(
                shared.remarks().getFirst().startsWith("a core got 20 % less done"),
                shared.remarks().toString());
        assertTrue(noise(100, 40.0).remarks().getFirst().contains("25 % more"));
    }

    /** Where all became slower alike it is the clock, and of that there is a warning of its own. */
    @Test
    void aSlowerClockIsNotTakenForSharing() {
        assertEquals(List.of(), noise(125, 62.5).remarks());
    }

    @Test
    void anOlderReportHasNoSuchReading() {
        assertEquals(List.of(), new Noise(0, 100, 100, "performance", List.of()).remarks());
        Noise shared = noise(100, 62.5).with(new NoiseFloor(0.01, 0.01, 3));
        assertEquals(1, shared.remarks().size(), "kept beside the floor");
    }
}
