package hone.app.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SystemLibrariesTest {
    private static final String ALL = "libpangoft2-1.0.so.0 libgtk-3.so.0 libXtst.so.6 libXxf86vm.so.1 libGL.so.1";

    @Test
    void nothingIsMissingWhereAllIsThere() {
        assertEquals(List.of(), SystemLibraries.missing(ALL, true));
    }

    @Test
    void namesThePackageOfEachMissingLibrary() {
        assertEquals(List.of("libgtk-3-0"), SystemLibraries.missing(ALL.replace("libgtk-3.so.0", ""), true));
    }

    @Test
    void asksForAFontWhereThereIsNone() {
        assertEquals(List.of("fonts-dejavu-core"), SystemLibraries.missing(ALL, false));
    }

    @Test
    void drawingNeedsLessThanAWindow() {
        assertEquals(Optional.empty(), SystemLibraries.drawingRefusal(List.of("libgtk-3-0", "libgl1")));
        assertEquals(
                "JavaFX lacks fonts-dejavu-core; on Debian or Ubuntu: sudo apt-get install -y --no-install-recommends"
                        + " fonts-dejavu-core",
                SystemLibraries.drawingRefusal(List.of("libgtk-3-0", "fonts-dejavu-core"))
                        .orElseThrow());
    }
}
