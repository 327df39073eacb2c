package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The verbs as a person types them: what they print, what they write, and how they end. */
class CommandLineTest {
    @TempDir
    Path folder;

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void runWritesTheWholeReport() throws IOException {
        HoneRun run = HoneRun.of(
                "run",
                "mlp",
                "--enable",
                "simd,int8",
                "--batch",
                "32",
                "--seed",
                "3",
                "--peer",
                "onnxruntime",
                "--json",
                file("report.json"));
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("throughput") && run.out().contains("fc1"), run.out());
        JsonNode report = HoneRun.json(folder.resolve("report.json"));
        for (String key : List.of(
                "schemaVersion",
                "model",
                "data",
                "recipe",
                "batch",
                "seed",
                "machine",
                "baseline",
                "candidate",
                "speedup",
                "verdict",
                "ops")) {
            assertTrue(report.has(key), key);
        }
        assertEquals("onnxruntime", report.get("peer").get("name").stringValue());
        boolean absent = report.get("peer").has("unavailable");
        assertTrue(absent || report.get("peer").get("latency").get("median").doubleValue() > 0);
        assertTrue(run.out().contains(absent ? "onnxruntime unavailable: " : "of the candidate's time"), run.out());
        assertEquals("simd,int8", report.get("recipe").stringValue());
        assertEquals(32, report.get("batch").intValue());
        assertEquals(3, report.get("seed").intValue());
        for (String side : List.of("baseline", "candidate")) {
            JsonNode arm = report.get(side);
            assertEquals(218_368, arm.get("flops").longValue(), "FLOPs of one sample");
            for (String key : List.of("median", "low", "high", "n")) {
                assertTrue(arm.get("latencyNanos").get(key).doubleValue() > 0, key);
            }
            for (String key : List.of("nominal", "file", "resident", "peak", "peakUnshared")) {
                assertTrue(arm.get("bytes").get(key).longValue() > 0, key);
            }
            assertTrue(arm.get("accuracy").doubleValue() >= 0.97, "the shipped model's accuracy");
        }
        double ratio = (double) report.get("candidate").get("bytes").get("file").longValue()
                / report.get("baseline").get("bytes").get("file").longValue();
        assertTrue(ratio < 0.3, "INT8 file over FP32 file: " + ratio);
        JsonNode op = report.get("ops").get(0);
        for (String key :
                List.of("name", "layer", "op", "kernel", "shape", "dtype", "flops", "bytes", "nanos", "share")) {
            assertTrue(op.has(key), key);
        }
        assertEquals(2L * 784 * 128 * 32, op.get("flops").longValue());
    }

    @Test
    void aScenarioWritesBothSides() throws IOException {
        HoneRun run = HoneRun.of(
                "scenario",
                "mlp",
                "--enable",
                "simd,fuse",
                "--as",
                "server",
                "--rate",
                "200",
                "--seconds",
                "2",
                "--json",
                file("server.json"));
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("latency from arrival, p50"), run.out());
        JsonNode result = HoneRun.json(folder.resolve("server.json")).get("result");
        assertEquals("server", result.get("scenario").stringValue());
        assertEquals(200, result.get("perSecond").doubleValue());
        for (String side : List.of("baseline", "candidate")) {
            JsonNode found = result.get(side);
            assertTrue(found.get("queries").longValue() > 300, found.toString());
            assertTrue(found.get("latency").get("p90").doubleValue() > 0, found.toString());
            assertTrue(found.get("latency").get("p99").isNull(), "400 queries carry no 99th percentile: " + found);
        }
    }

    @Test
    void inferenceGivesTheSamePredictionsAsTheAccuracySays() throws IOException {
        HoneRun infer = HoneRun.of("infer", "mlp", "--batch", "100", "--out", file("p.csv"));
        assertEquals(0, infer.code(), infer.err());
        List<String> lines = Files.readAllLines(folder.resolve("p.csv"));
        assertEquals("sample,label,prediction", lines.getFirst());
        assertEquals(4_001, lines.size());
        long right = lines.stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .filter(cells -> cells[1].equals(cells[2]))
                .count();
        HoneRun eval = HoneRun.of("eval", "mlp", "--json", file("eval.json"));
        assertEquals(0, eval.code(), eval.err());
        JsonNode values = HoneRun.json(folder.resolve("eval.json"));
        assertEquals(4_000, values.get("samples").intValue());
        assertEquals(right / 4_000.0, values.get("accuracy").doubleValue(), 0.001);
    }

    @Test
    void oneRunOfThreeSamplesIsThreePredictions() {
        HoneRun infer = HoneRun.of("infer", "mlp", "--batch", "3", "--runs", "1", "--enable", "simd");
        assertEquals(0, infer.code(), infer.err());
        assertEquals(4, infer.out().lines().count(), infer.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "tr-TR", "ar-EG"})
    void figuresForProgramsDoNotDependOnTheLanguage(String tag) throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(tag));
        try {
            HoneRun eval = HoneRun.of("eval", "mlp", "--json", file("eval.json"));
            assertEquals(0, eval.code(), eval.err());
            assertTrue(HoneRun.json(folder.resolve("eval.json")).get("accuracy").doubleValue() > 0.9);
            assertTrue(eval.out().matches("(?s)\\d\\d\\.\\d\\d % of 4,000 .*"), eval.out());
            assertEquals(2, HoneRun.of("run", "mlp", "--enable", "INT8").code());
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "run",
                "train",
                "eval",
                "infer",
                "generate",
                "import",
                "export",
                "library",
                "history",
                "report",
                "inspect",
                "data",
                "doctor",
                "screenshot",
                "test",
                "verify",
                "package"
            })
    void everyVerbExplainsItself(String verb) {
        HoneRun help = verb.isEmpty() ? HoneRun.of("--help") : HoneRun.of(verb, "--help");
        assertEquals(0, help.code());
        assertTrue(help.out().contains("Usage: hone"), help.out());
        assertTrue(help.out().lines().allMatch(line -> line.length() <= 100));
        assertFalse(help.out().contains("${"), help.out());
    }

    @Test
    void theDoctorNamesWhatMatters() throws IOException {
        HoneRun doctor = HoneRun.of("doctor", "--json", file("doctor.json"));
        assertEquals(0, doctor.code(), doctor.err());
        for (String word : List.of(
                "java",
                "processor",
                "cores",
                "vector bits",
                "engine budget",
                "display",
                "missing",
                "two threads together")) {
            assertTrue(doctor.out().contains(word), word + " in " + doctor.out());
        }
        JsonNode energy = HoneRun.json(folder.resolve("doctor.json")).get("energy");
        assertEquals(
                energy.get("available").booleanValue(), energy.get("reason").isNull());
        assertEquals(energy.get("available").booleanValue(), energy.get("watts").isNumber());
        assertTrue(HoneRun.json(folder.resolve("doctor.json")).get("cores").intValue() >= 1);
        assertTrue(HoneRun.json(folder.resolve("doctor.json"))
                        .get("twoThreadsTogether")
                        .doubleValue()
                > 0);
    }
}
