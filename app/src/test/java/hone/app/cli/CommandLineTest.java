package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The verbs as a person types them: what they print, what they write, and how they end. */
class CommandLineTest {
    @TempDir
    Path folder;

    private record Outcome(int code, String out, String err) {}

    private static Outcome hone(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                HoneCommand.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = line.execute(words);
        return new Outcome(code, out.toString(), err.toString());
    }

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void runWritesTheWholeReport() throws IOException {
        Outcome run = hone(
                "run", "mlp", "--enable", "simd,int8", "--batch", "32", "--seed", "3", "--json", file("report.json"));
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("throughput") && run.out().contains("fc1"), run.out());
        JsonNode report = json(folder.resolve("report.json"));
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
    void inferenceGivesTheSamePredictionsAsTheAccuracySays() throws IOException {
        Outcome infer = hone("infer", "mlp", "--batch", "100", "--out", file("p.csv"));
        assertEquals(0, infer.code(), infer.err());
        List<String> lines = Files.readAllLines(folder.resolve("p.csv"));
        assertEquals("sample,label,prediction", lines.getFirst());
        assertEquals(4_001, lines.size());
        long right = lines.stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .filter(cells -> cells[1].equals(cells[2]))
                .count();
        Outcome eval = hone("eval", "mlp", "--json", file("eval.json"));
        assertEquals(0, eval.code(), eval.err());
        JsonNode values = json(folder.resolve("eval.json"));
        assertEquals(4_000, values.get("samples").intValue());
        assertEquals(right / 4_000.0, values.get("accuracy").doubleValue(), 0.001);
    }

    @Test
    void oneRunOfThreeSamplesIsThreePredictions() {
        Outcome infer = hone("infer", "mlp", "--batch", "3", "--runs", "1", "--enable", "simd");
        assertEquals(0, infer.code(), infer.err());
        assertEquals(4, infer.out().lines().count(), infer.out());
    }

    @Test
    void whatWasTrainedCanBeJudgedAndRun() throws IOException {
        Outcome train = hone(
                "train",
                "mlp",
                "--train",
                "600",
                "--epochs",
                "1",
                "--seed",
                "9",
                "--out",
                file("m.safetensors"),
                "--json",
                file("train.json"));
        assertEquals(0, train.code(), train.err());
        JsonNode values = json(folder.resolve("train.json"));
        for (String key : List.of("trainAccuracy", "testAccuracy", "parameters", "flopsPerSample", "seconds", "seed")) {
            assertTrue(values.has(key), key);
        }
        assertEquals(109_386, values.get("parameters").longValue());
        assertEquals(218_368, values.get("flopsPerSample").longValue());
        assertEquals(23_400, values.get("testSamples").intValue());
        assertEquals(
                0, hone("eval", "mlp", "--checkpoint", file("m.safetensors")).code());
        Outcome again = hone(
                "train", "mlp", "--train", "600", "--epochs", "1", "--seed", "9", "--out", file("again.safetensors"));
        assertEquals(0, again.code(), again.err());
        assertEquals(-1, Files.mismatch(folder.resolve("m.safetensors"), folder.resolve("again.safetensors")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "tr-TR", "ar-EG"})
    void figuresForProgramsDoNotDependOnTheLanguage(String tag) throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(tag));
        try {
            Outcome eval = hone("eval", "mlp", "--json", file("eval.json"));
            assertEquals(0, eval.code(), eval.err());
            assertTrue(json(folder.resolve("eval.json")).get("accuracy").doubleValue() > 0.9);
            assertTrue(eval.out().matches("(?s)\\d\\d\\.\\d\\d % of 4,000 .*"), eval.out());
            assertEquals(2, hone("run", "mlp", "--enable", "INT8").code());
        } finally {
            Locale.setDefault(before);
        }
    }

    static Stream<Arguments> badWords() {
        return Stream.of(
                Arguments.of("run resnet", "there is no such model (resnet)"),
                Arguments.of("run mlp --enable turbo", "there is no such technique (turbo)"),
                Arguments.of("run mlp --enable prune=2", "0.05 to 0.99"),
                Arguments.of("run mlp --enable int8,int8@fc1", "INT8 already"),
                Arguments.of("run mlp --enable prune@conv*", "no linear layer matches conv*"),
                Arguments.of("run mlp --batch 0", "it is 0"),
                Arguments.of("run mlp --batch -5", "it is -5"),
                Arguments.of("run mlp --batch 99999999", "it is 99999999"),
                Arguments.of("run mlp --batch many", "'many' is not an int"),
                Arguments.of("run mlp --data nowhere", "no such source is known"),
                Arguments.of("run mlp --data idx:/no/such/folder", "/no/such/folder"),
                Arguments.of("run mlp --checkpoint /no/such/file", "/no/such/file"),
                Arguments.of("run mlp --json /no/such/folder/r.json", "there is no folder"),
                Arguments.of("run mlp --jfr /", "it is a folder"),
                Arguments.of("run", "Missing required parameter: 'MODEL'"),
                Arguments.of("run mlp --fast", "Unknown option: '--fast'"),
                Arguments.of("fly", "Unmatched argument at index 0: 'fly'"),
                Arguments.of("train mlp --train 0", "--train 0"),
                Arguments.of("train mlp --train 24000", "the data has 24000"),
                Arguments.of("train mlp --epochs 0", "there are 0"),
                Arguments.of("train gpt9", "there is no such model (gpt9)"),
                Arguments.of("infer mlp --runs 0", "it is 0"),
                Arguments.of("screenshot --screen moon --out x.png", "there is no such screen"),
                Arguments.of("screenshot --size 10x10 --out x.png", "--size 10x10"),
                Arguments.of("screenshot --theme pink --out x.png", "the themes are light"),
                Arguments.of("verify", "run ./hone verify in a checkout"));
    }

    @ParameterizedTest(name = "hone {0}")
    @MethodSource("badWords")
    void badInputGetsOneSentenceAndExitCode2(String words, String reason) {
        Outcome outcome = hone(words.split(" "));
        assertEquals(2, outcome.code(), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().startsWith("hone: "), outcome.err());
        assertTrue(outcome.err().contains(reason), outcome.err());
        assertTrue(outcome.out().isEmpty(), outcome.out());
    }

    @Test
    void aDamagedModelIsRefusedAndLeftAsItWas() throws IOException {
        Path damaged = folder.resolve("damaged.safetensors");
        Files.writeString(damaged, "this is no model", StandardCharsets.UTF_8);
        Outcome outcome = hone("eval", "mlp", "--checkpoint", damaged.toString());
        assertEquals(2, outcome.code());
        assertTrue(outcome.err().contains("damaged.safetensors"), outcome.err());
        assertEquals("this is no model", Files.readString(damaged));
    }

    @Test
    void aRefusedOutputKeepsWhatWasThere() throws IOException {
        Path report = folder.resolve("report.json");
        Files.writeString(report, "old");
        assertEquals(
                2,
                hone("run", "mlp", "--enable", "nothing", "--json", report.toString())
                        .code());
        assertEquals("old", Files.readString(report));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "run", "train", "eval", "infer", "doctor", "screenshot", "test", "verify", "package"})
    void everyVerbExplainsItself(String verb) {
        Outcome help = verb.isEmpty() ? hone("--help") : hone(verb, "--help");
        assertEquals(0, help.code());
        assertTrue(help.out().contains("Usage: hone"), help.out());
        assertTrue(help.out().lines().allMatch(line -> line.length() <= 100));
        assertFalse(help.out().contains("${"), help.out());
    }

    @Test
    void theDoctorNamesWhatMatters() throws IOException {
        Outcome doctor = hone("doctor", "--json", file("doctor.json"));
        assertEquals(0, doctor.code(), doctor.err());
        for (String word :
                List.of("java", "processor", "cores", "vector bits", "engine budget", "display", "missing")) {
            assertTrue(doctor.out().contains(word), word + " in " + doctor.out());
        }
        assertTrue(json(folder.resolve("doctor.json")).get("cores").intValue() >= 1);
    }

    /** The tests have no peers on their class path, so this is what a person without them sees. */
    @Test
    void benchModelsSaysWhyAPeerIsMissingAndTimesOurOwn() throws IOException {
        Outcome bench = hone(
                "bench", "models", "--peer", "onnxruntime", "--model", "cnn", "--quick", "--json", file("bench.json"));
        assertEquals(0, bench.code(), bench.err());
        assertTrue(bench.out().contains("onnxruntime: unavailable: "), bench.out());
        JsonNode rows = json(folder.resolve("bench.json")).get("rows");
        assertEquals(4, rows.size());
        for (JsonNode row : rows) {
            assertEquals("cnn", row.get("model").asString());
            assertEquals("float32", row.get("dtype").asString());
            assertTrue(row.get("batch").asInt() == 1 || row.get("batch").asInt() == 32);
            assertTrue(row.get("medianNanos").asDouble() > 0);
            assertTrue(row.get("maxDifference").asDouble() <= 1e-4);
            assertTrue(
                    row.get("ratioToPeer").isObject() && row.get("ratioToPeer").isEmpty());
        }
        assertEquals(2, hone("bench", "models", "--peer", "abacus").code());
        assertEquals(2, hone("bench", "models", "--model", "abacus").code());
        assertEquals(2, hone("bench", "models", "--threads", "0").code());
        assertEquals(2, hone("bench").code());
    }

    @Test
    void benchKernelsTimesEachRungAndItsRatiosAreThoseOfItsMedians() throws IOException {
        Outcome bench =
                hone("bench", "kernels", "--op", "linear,relu", "--peers", "--quick", "--json", file("kernels.json"));
        assertEquals(0, bench.code(), bench.err());
        assertTrue(bench.out().contains("openblas: unavailable: "), bench.out());
        assertTrue(bench.out().contains("mkl: unavailable: "), bench.out());
        JsonNode result = json(folder.resolve("kernels.json"));
        assertTrue(result.get("roofs").get("flopsPerSecond").asDouble() > 1e8, result.toString());
        assertTrue(result.get("roofs").get("memoryBytesPerSecond").asDouble() > 1e7, result.toString());
        Map<String, Double> first = new HashMap<>();
        Set<String> rungs = new HashSet<>();
        for (JsonNode row : result.get("rows")) {
            double median = row.get("medianNanos").asDouble();
            rungs.add(row.get("op").asString() + " " + row.get("rung").asString());
            first.putIfAbsent(row.get("shape").asString(), median);
            double expected = first.get(row.get("shape").asString()) / median;
            assertEquals(expected, row.get("speedupOverFirst").asDouble(), 1e-9 * expected, row.toString());
            assertTrue(row.get("roofShare").asDouble() > 0, row.toString());
            assertTrue(row.get("gigabytesPerSecond").asDouble() > 0, row.toString());
            assertEquals(1, row.get("threads").asInt());
            assertTrue(row.get("ratioToPeer").isEmpty(), row.toString());
            if (row.get("op").asString().equals("linear")) {
                assertEquals("1×784×128", row.get("shape").asString());
                assertEquals(2.0 * 784 * 128, row.get("gflops").asDouble() * median, 1);
            }
        }
        assertTrue(rungs.containsAll(Set.of("linear boxed", "linear naive", "linear reordered", "relu reordered")));
        assertEquals(2, hone("bench", "kernels", "--op", "abacus").code());
        assertEquals(2, hone("bench", "kernels", "--peer", "abacus").code());
        assertEquals(2, hone("bench", "kernels", "--threads", "0").code());
    }

    @Test
    void benchSparseTimesEachPatternAgainstTheFastestDenseKernel() throws IOException {
        Outcome bench = hone("bench", "sparse", "--quick", "--json", file("sparse.json"));
        assertEquals(0, bench.code(), bench.err());
        Set<String> patterns = new HashSet<>();
        for (JsonNode row : json(folder.resolve("sparse.json")).get("rows")) {
            patterns.add(row.get("pattern").asString());
            double expected =
                    row.get("denseNanos").asDouble() / row.get("medianNanos").asDouble();
            assertEquals(expected, row.get("speedupOverDense").asDouble(), 1e-9 * expected, row.toString());
            assertEquals(row.get("batch").asInt() + "×784×128", row.get("shape").asString());
            assertTrue(
                    row.get("sparsity").asDouble() >= 0.5 && row.get("sparsity").asDouble() < 1);
        }
        assertEquals(Set.of("csr", "sell", "4x1", "2:4", "structured"), patterns);
        assertEquals(2, hone("bench", "sparse", "--threads", "0").code());
    }

    @Test
    void benchDecodeTimesEachTypeOfWeightsAndRefusesABinaryThatIsNone() throws IOException {
        Outcome bench = hone("bench", "decode", "--parameters", "10M", "--quick", "--json", file("decode.json"));
        assertEquals(0, bench.code(), bench.err());
        assertTrue(bench.out().contains("llama2c: not asked"), bench.out());
        JsonNode result = json(folder.resolve("decode.json"));
        assertEquals(1, result.get("threads").asInt());
        assertEquals(8, result.get("tokens").asInt());
        Set<String> types = new HashSet<>();
        for (JsonNode row : result.get("rows")) {
            types.add(row.get("dtype").asString());
            assertEquals(9_965_824, row.get("parameters").asLong());
            assertTrue(row.get("tokensPerSecond").asDouble() > 0, row.toString());
            assertTrue(row.get("ratioToPeer").isEmpty(), row.toString());
        }
        assertEquals(Set.of("float32", "int8", "int4"), types);
        Outcome none = hone("bench", "decode", "--parameters", "10M", "--llama2c", file("no-binary"));
        assertEquals(2, none.code(), none.out());
        assertTrue(none.err().contains("there is no llama2.c binary"), none.err());
        assertEquals(2, hone("bench", "decode", "--parameters", "11M").code());
        assertEquals(2, hone("bench", "decode", "--dtype", "float8").code());
        assertEquals(2, hone("bench", "decode", "--tokens", "1").code());
        assertEquals(2, hone("bench", "decode", "--threads", "0").code());
    }
}
