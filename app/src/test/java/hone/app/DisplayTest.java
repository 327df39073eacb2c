package hone.app;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DisplayTest {
    @Test
    void aWindowNeedsADisplayAndItsLibraries() {
        assertFalse(Display.find(Map.of(), "Linux", "", "").available());
        assertTrue(Display.find(Map.of("DISPLAY", ":0"), "Linux", "", "").available());
        assertTrue(Display.find(Map.of("WAYLAND_DISPLAY", "w"), "Linux", "", "").available());
        assertTrue(Display.find(Map.of(), "Windows 11", "", "").available());
        assertTrue(Display.find(Map.of(), "Linux", "", "Headless").available());
        Display lacking = Display.find(Map.of("DISPLAY", ":0"), "Linux", "libgl1", "");
        assertFalse(lacking.available());
        assertTrue(lacking.sentence().contains("apt-get install -y --no-install-recommends libgl1"));
    }
}
