package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InterruptionTest {
    private static final long SIGTERM = 143;

    @TempDir
    Path folder;

    /** A run that is stopped leaves its state and nothing else; what goes on from it makes the model of a run without a break. */
    @Test
    void whatIsStoppedFromOutsideSaysHowToGoOn() throws IOException, InterruptedException {
        Path model = folder.resolve("model.safetensors");
        Path report = folder.resolve("report.json");
        List<String> command = List.of(
                "train",
                "mlp-784-12-10",
                "--train",
                "600",
                "--epochs",
                "200",
                "--json",
                report.toString(),
                "--out",
                model.toString());
        String said = stopped(command);
        Path state = folder.resolve("model.state.safetensors");
        assertTrue(said.contains("hone: training was cancelled"), said);
        assertTrue(said.contains("go on with: hone " + String.join(" ", command) + " --resume " + state), said);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(state),
                    files.filter(file -> file.getFileName().toString().startsWith("model"))
                            .toList());
        }
        JsonNode told = JsonMapper.shared().readTree(Files.readString(report));
        assertTrue(told.get("stopped").asBoolean(), told.toString());
        assertEquals("mlp-784-12-10", told.get("model").asString());
        assertTrue(!told.get("curve").isEmpty() && told.get("curve").size() < 200, told.toString());
        assertTrue(told.has("settings") && told.has("memory") && told.has("seed"), told.toString());
        List<String> more = new ArrayList<>(command);
        more.addAll(List.of("--resume", state.toString()));
        HoneRun resumed = HoneRun.of(more.toArray(String[]::new));
        assertEquals(0, resumed.code(), resumed.err());
        assertFalse(Files.exists(state));
        assertFalse(JsonMapper.shared()
                .readTree(Files.readString(report))
                .get("stopped")
                .asBoolean());
        List<String> whole = new ArrayList<>(command);
        whole.set(whole.size() - 1, folder.resolve("whole.safetensors").toString());
        assertEquals(0, HoneRun.of(whole.toArray(String[]::new)).code());
        assertEquals(-1, Files.mismatch(model, folder.resolve("whole.safetensors")));
    }

    private String stopped(List<String> command) throws IOException, InterruptedException {
        Process process = HoneProcess.of(folder.resolve("home"), List.of(), command)
                .redirectErrorStream(true)
                .start();
        assumeTrue(process.supportsNormalTermination(), "here a process can only be killed");
        StringBuilder said = new StringBuilder();
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            while (line != null) {
                said.append(line).append('\n');
                if (line.startsWith("epoch")) {
                    process.toHandle().destroy(); // of the process alone: its output is still to be read
                }
                line = output.readLine();
            }
        } finally {
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "still there after: " + said);
        }
        assertEquals(SIGTERM, process.exitValue(), said.toString());
        return said.toString();
    }
}
