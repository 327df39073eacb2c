package hone.app.start;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PersonalFolderTest {
    private static final Path HOME = Path.of("someone").toAbsolutePath();
    private static final Map<String, String> PROPERTIES = Map.of("user.home", HOME.toString());

    @Test
    void followsEachPlatformsCustom() {
        assertEquals(HOME.resolve(".local/share/hone"), of("Linux", Map.of()));
        assertEquals(HOME.resolve("Library/Application Support/Hone"), of("Mac OS X", Map.of()));
        assertEquals(HOME.resolve("AppData/Local/Hone"), of("Windows 11", Map.of()));
    }

    @Test
    void takesTheDataFolderThatTheSystemNames() {
        Path data = Path.of("data").toAbsolutePath();

        assertEquals(data.resolve("hone"), of("Linux", Map.of("XDG_DATA_HOME", data.toString())));
        assertEquals(data.resolve("Hone"), of("Windows 11", Map.of("LOCALAPPDATA", data.toString())));
    }

    @Test
    void ignoresARelativeDataFolderAsTheStandardAsks() {
        assertEquals(HOME.resolve(".local/share/hone"), of("Linux", Map.of("XDG_DATA_HOME", "data")));
    }

    @Test
    void honeHomeMovesItAndMayBeRelative() {
        assertEquals(Path.of("elsewhere").toAbsolutePath(), of("Linux", Map.of("HONE_HOME", "elsewhere")));
    }

    @Test
    void anEmptyHoneHomeIsNone() {
        assertEquals(HOME.resolve(".local/share/hone"), of("Linux", Map.of("HONE_HOME", "")));
    }

    private static Path of(String system, Map<String, String> environment) {
        return PersonalFolder.of(system, PROPERTIES::get, environment::get);
    }
}
