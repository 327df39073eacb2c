package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ProfileCommandTest {
    @TempDir
    private Path folder;

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void aRunIsRecordedReadAndExported() throws IOException {
        HoneRun run = HoneRun.of(
                "profile",
                "mlp",
                "--enable",
                "simd",
                "--jfr",
                file("run.jfr"),
                "--trace",
                file("run.trace"),
                "--collapsed",
                file("run.txt"),
                "--json",
                file("run.json"));
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("Where the time goes") && run.out().contains("fc1"), run.out());
        JsonNode json = HoneRun.json(folder.resolve("run.json"));
        assertTrue(json.get("runs").intValue() >= 3);
        assertTrue(json.get("samples").longValue() > 0);
        requireEnergy(run.out(), json.get("energy"));
        assertTrue(HoneRun.json(folder.resolve("run.trace")).get("traceEvents").size()
                > json.get("runs").intValue());
        assertFalse(Files.readString(folder.resolve("run.txt")).isBlank());
        HoneRun again = HoneRun.of("profile", "--from", file("run.jfr"), "--json", file("again.json"));
        assertEquals(0, again.code(), again.err());
        JsonNode same = HoneRun.json(folder.resolve("again.json"));
        assertEquals(
                "a recording does not hold it", same.get("energy").get("reason").stringValue());
        for (String key : List.of("runs", "ops", "lanes", "samples", "hottest", "outliers")) {
            assertEquals(json.get(key), same.get(key), key);
        }
    }

    /** A figure where the machine has counters, a reason where it has none; never neither. */
    private static void requireEnergy(String said, JsonNode energy) {
        if (energy.get("available").booleanValue()) {
            assertTrue(
                    energy.get("joules").doubleValue() > 0
                            && !energy.get("domains").isEmpty(),
                    energy::toString);
            assertEquals(
                    energy.get("joules").doubleValue() / energy.get("runs").longValue(),
                    energy.get("joulesPerRun").doubleValue(),
                    1e-9);
        } else {
            assertFalse(energy.get("reason").stringValue().isBlank());
            assertTrue(
                    said.contains("Energy: unavailable: " + energy.get("reason").stringValue()), said);
            assertTrue(
                    energy.get("joules").isNull() && energy.get("joulesPerRun").isNull());
        }
    }

    @Test
    void aRecordingOfAnotherProgramIsReadWithoutOps() throws IOException {
        Path other = folder.resolve("other.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.JVMInformation");
            recording.start();
            recording.stop();
            recording.dump(other);
        }
        HoneRun run = HoneRun.of("profile", "--from", other.toString());
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("holds no ops of Hone"), run.out());
    }

    @Test
    void whatCannotBeProfiledIsRefused() throws IOException {
        Path damaged = Files.writeString(folder.resolve("damaged.jfr"), "FLR no recording");
        refused("nothing to profile", "profile");
        refused("damaged.jfr", "profile", "--from", damaged.toString());
        refused("no such file", "profile", "--from", file("none.jfr"));
        refused("read as it is", "profile", "mlp", "--from", damaged.toString());
        refused("no-such-technique", "profile", "mlp", "--enable", "no-such-technique");
        refused("there is no folder", "profile", "mlp", "--trace", file("nowhere/run.trace"));
        refused("names no method", "profile", "mlp", "--time-methods", "a b;c");
        refused("", "roofline", "mlp", "--batch", "0");
    }

    private static void refused(String part, String... words) {
        HoneRun run = HoneRun.of(words);
        assertEquals(2, run.code(), run.err());
        assertTrue(run.err().contains(part), run.err());
    }
}
