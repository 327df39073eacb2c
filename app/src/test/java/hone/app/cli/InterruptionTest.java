package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptionTest {
    private static final long SIGTERM = 143;

    @TempDir
    Path folder;

    @Test
    void whatIsStoppedFromOutsideSaysSoAndLeavesNothingBehind() throws IOException, InterruptedException {
        Path model = folder.resolve("model.hone");
        List<String> command = List.of("train", "mlp", "--epochs", "1000", "--out", model.toString());
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
        assertTrue(said.toString().contains("hone: training was cancelled"), said.toString());
        assertEquals(SIGTERM, process.exitValue(), said.toString());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.getFileName().toString().startsWith("model"))
                            .toList());
        }
    }
}
