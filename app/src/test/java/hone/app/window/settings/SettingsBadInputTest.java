package hone.app.window.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.random.CounterRandom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the settings file has become, the studio starts, and what was in it is kept. */
class SettingsBadInputTest {
    private static final long SEED = 41;
    private static final int MUTANTS = 500;
    private static final String NAME = "settings.json";
    private static final String GOOD = new SettingsJson().write(StudioSettings.FIRST);

    @TempDir
    Path folder;

    private void assertPutAside(byte[] content) throws IOException {
        Files.write(folder.resolve(NAME), content);
        SettingsStore.Loaded loaded = new SettingsStore(folder).load();
        assertEquals(StudioSettings.FIRST, loaded.settings());
        assertEquals(
                1,
                loaded.sentence().orElseThrow().lines().count(),
                loaded.sentence().toString());
        assertEquals(-1, Arrays.mismatch(content, Files.readAllBytes(folder.resolve(NAME + ".damaged-1"))));
    }

    static Stream<String> bad() {
        return Stream.of(
                "",
                " ",
                "null",
                "[]",
                "7",
                "\"settings\"",
                "{",
                "{}",
                "{}{",
                "{\"version\":1",
                "{\"version\":0}",
                "{\"version\":99}",
                "{\"version\":-1}",
                "{\"version\":null}",
                "{\"version\":[1]}",
                "{\"version\":1e400}",
                "{\"version\":99999999999999999999}",
                "[".repeat(20_000),
                "{\"a\":".repeat(20_000),
                "[" + "[],".repeat(20_000) + "[]]",
                "\uFEFF",
                "{\"version\":" + "9".repeat(5_000) + "}",
                "/* */",
                "{'version':1}",
                "\0\0\0\0",
                GOOD.substring(0, GOOD.length() / 2),
                GOOD.replace("\"width\" :", "\"width\" : -"),
                "x".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aBadFileIsPutAside(String content) throws IOException {
        assertPutAside(content.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "1e9", "null", "\"wide\"", "[]", "399", "20001"})
    void aWindowThatNobodyFindsIsPutAsideOrHasTheUsualSize(String width) throws IOException {
        Files.writeString(folder.resolve(NAME), GOOD.replaceFirst("\"width\" : [0-9.]+", "\"width\" : " + width));
        double read = new SettingsStore(folder).load().settings().width();
        assertEquals(StudioSettings.FIRST.width(), read);
    }

    @Test
    void whatIsNotUtf8IsPutAside() throws IOException {
        byte[] odd = GOOD.getBytes(StandardCharsets.UTF_8);
        odd[5] = (byte) 0xFF;
        assertPutAside(odd);
    }

    @Test
    void damageOfAnySortIsReadOrPutAside() throws IOException {
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        byte[] likely = "0123456789{}[]\",:.-eE\\ntrf\0".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < MUTANTS; i++) {
            CounterRandom random = new CounterRandom(SEED, 1, i);
            byte[] bad = random.nextInt(5) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            for (int hits = random.nextInt(4); hits > 0 && bad.length > 0; hits--) {
                bad[random.nextInt(bad.length)] = likely[random.nextInt(likely.length)];
            }
            Path own = Files.createDirectory(folder.resolve("" + i));
            Files.write(own.resolve(NAME), bad);
            SettingsStore.Loaded loaded = new SettingsStore(own).load();
            double width = loaded.settings().width();
            assertTrue(width >= 400 && width <= 20_000, "mutant " + i + " of seed " + SEED + ": " + width);
            Path lies = loaded.sentence().isPresent() ? own.resolve(NAME + ".damaged-1") : own.resolve(NAME);
            assertEquals(-1, Arrays.mismatch(bad, Files.readAllBytes(lies)), "mutant " + i + " of seed " + SEED);
        }
    }
}
