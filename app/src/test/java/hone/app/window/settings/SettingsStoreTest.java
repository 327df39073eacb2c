package hone.app.window.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.HoneException;
import hone.engine.Unavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings survive, and damage to them loses nothing. */
class SettingsStoreTest {
    private static final StudioSettings SOME = new StudioSettings(
            StudioSettings.VERSION, "dark", 10, 20, 1300, 700, true, List.of(0.2, 0.8), "simd,int8", "simd", 64, "cnn");

    @TempDir
    Path folder;

    @Test
    void aFirstStartHasTheStandardSettings() {
        SettingsStore.Loaded loaded = new SettingsStore(folder).load();
        assertEquals(StudioSettings.FIRST, loaded.settings());
        assertTrue(loaded.sentence().isEmpty());
    }

    @Test
    void whatIsSavedIsRead() {
        var store = new SettingsStore(folder.resolve("new"));
        store.save(SOME);
        assertEquals(SOME, store.load().settings());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"version\": 99}",
                "{\"version\": 1, \"width\": 1e300}",
                "{\"version\": 1, \"height\": -4}",
                "\u0000\u0001garbage"
            })
    void aDamagedFileIsKeptAsideAndTheSettingsBeforeItHold(String damage) throws Exception {
        var store = new SettingsStore(folder);
        store.save(SOME);
        store.save(new StudioSettings(1, "light", 0, 0, 1000, 700, false, List.of(), "", "", 0, "cnn"));
        Files.writeString(folder.resolve("settings.json"), damage);
        SettingsStore.Loaded loaded = store.load();
        assertEquals(SOME, loaded.settings());
        assertTrue(loaded.sentence().orElseThrow().contains("settings.json.damaged-1"));
        assertEquals(damage, Files.readString(folder.resolve("settings.json.damaged-1")));
        store.save(SOME);
        Files.writeString(folder.resolve("settings.json"), damage);
        assertTrue(store.load().sentence().orElseThrow().contains("settings.json.damaged-2"));
    }

    @Test
    void aHugeFileIsNotRead() throws Exception {
        Files.write(folder.resolve("settings.json"), new byte[2 << 20]);
        assertTrue(new SettingsStore(folder).load().sentence().isPresent());
    }

    @Test
    void aFolderThatCannotBeWrittenIsOneSentence() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThrows(HoneException.class, () -> new SettingsStore(file.resolve("below")).save(SOME));
    }

    @Test
    void aSecondStudioOnTheSameFolderIsToldSo() throws Exception {
        StudioLock first = StudioLock.take(folder);
        var refused = assertThrows(Unavailable.class, () -> StudioLock.take(folder));
        assertTrue(refused.getMessage().contains("another studio window"));
        first.close();
        StudioLock.take(folder).close();
    }
}
