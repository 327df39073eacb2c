package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The verbs as a person types them: what they print, what they write, and how they end. */
class CommandLineTest {
    @TempDir
    Path folder;

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void runWritesTheWholeReport() throws IOException {
        HoneRun run = HoneRun.of(
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
        JsonNode values = json(folder.resolve("eval.json"));
        assertEquals(4_000, values.get("samples").intValue());
        assertEquals(right / 4_000.0, values.get("accuracy").doubleValue(), 0.001);
    }

    @Test
    void oneRunOfThreeSamplesIsThreePredictions() {
        HoneRun infer = HoneRun.of("infer", "mlp", "--batch", "3", "--runs", "1", "--enable", "simd");
        assertEquals(0, infer.code(), infer.err());
        assertEquals(4, infer.out().lines().count(), infer.out());
    }

    @Test
    void whatWasTrainedCanBeJudgedAndRun() throws IOException {
        HoneRun train = HoneRun.of(
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
                0,
                HoneRun.of("eval", "mlp", "--checkpoint", file("m.safetensors")).code());
        HoneRun again = HoneRun.of(
                "train", "mlp", "--train", "600", "--epochs", "1", "--seed", "9", "--out", file("again.safetensors"));
        assertEquals(0, again.code(), again.err());
        assertEquals(-1, Files.mismatch(folder.resolve("m.safetensors"), folder.resolve("again.safetensors")));
    }

    @Test
    void aConvolutionalNetworkIsTrainedSavedAndTested() throws IOException {
        HoneRun train = HoneRun.of(
                "train",
                "cnn",
                "--train",
                "300",
                "--epochs",
                "1",
                "--out",
                file("cnn.safetensors"),
                "--json",
                file("cnn.json"));
        assertEquals(0, train.code(), train.err());
        assertTrue(train.out().contains("epoch  1 of 1"), train.out());
        JsonNode values = json(folder.resolve("cnn.json"));
        assertEquals(20_490, values.get("parameters").longValue());
        HoneRun eval = HoneRun.of("eval", "cnn", "--checkpoint", file("cnn.safetensors"));
        assertEquals(0, eval.code(), eval.err());
    }

    @Test
    void aTableTrainsAPerceptronOfItsOwnWidth() throws IOException {
        StringBuilder table = new StringBuilder("x,y,side\n");
        StringBuilder split = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            int x = i * 37 % 101;
            int y = i * 53 % 97;
            table.append(x)
                    .append(',')
                    .append(y)
                    .append(',')
                    .append(x > y ? "below" : "above")
                    .append('\n');
            split.append(i % 4 == 0 ? "test," : "train,").append(i).append('\n');
        }
        Files.writeString(folder.resolve("sides.csv"), table);
        Files.writeString(folder.resolve("split.csv"), split);
        String data = "csv:" + file("sides.csv");
        HoneRun train = HoneRun.of(
                "train",
                "mlp",
                "--data",
                data,
                "--split",
                file("split.csv"),
                "--epochs",
                "20",
                "--out",
                file("m.safetensors"),
                "--json",
                file("train.json"));
        assertEquals(0, train.code(), train.err());
        JsonNode values = json(folder.resolve("train.json"));
        assertEquals("mlp-2-128-64-2", values.get("model").asString());
        assertEquals(300, values.get("trainSamples").intValue());
        assertEquals(100, values.get("testSamples").intValue());
        assertTrue(values.get("testAccuracy").doubleValue() > 0.9, train.out());
        HoneRun eval = HoneRun.of(
                "eval",
                "mlp-2-128-64-2",
                "--data",
                data,
                "--split",
                file("split.csv"),
                "--checkpoint",
                file("m.safetensors"),
                "--json",
                file("eval.json"));
        assertEquals(0, eval.code(), eval.err());
        JsonNode judged = json(folder.resolve("eval.json"));
        assertEquals(100, judged.get("samples").intValue());
        assertEquals(
                values.get("testAccuracy").doubleValue(), judged.get("accuracy").doubleValue());
        assertTrue(judged.get("data").asString().endsWith("split.csv"), judged.toString());
        HoneRun other = HoneRun.of("eval", "mlp", "--data", data);
        assertEquals(2, other.code());
        assertTrue(other.err().contains("1×2"), other.err());
        HoneRun both = HoneRun.of("train", "mlp", "--data", data, "--split", file("split.csv"), "--train", "9");
        assertEquals(2, both.code());
    }

    @Test
    void theRealSmallDigitsAreLearned() throws IOException {
        Path data = Path.of(System.getProperty("hone.shared", "shared"), "data");
        Path table = data.resolve("digits_8x8.csv");
        assumeTrue(Files.isRegularFile(table), "there is no " + table);
        HoneRun train = HoneRun.of(
                "train",
                "mlp-64-32-10",
                "--data",
                "csv:" + table,
                "--split",
                data.resolve("tinydigits_split_indices.csv").toString(),
                "--json",
                file("train.json"));
        assertEquals(0, train.code(), train.err());
        JsonNode values = json(folder.resolve("train.json"));
        assertEquals(1000, values.get("trainSamples").intValue());
        assertEquals(2410, values.get("parameters").intValue());
        assertTrue(values.get("testAccuracy").doubleValue() >= 0.95, train.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "tr-TR", "ar-EG"})
    void figuresForProgramsDoNotDependOnTheLanguage(String tag) throws IOException {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(tag));
        try {
            HoneRun eval = HoneRun.of("eval", "mlp", "--json", file("eval.json"));
            assertEquals(0, eval.code(), eval.err());
            assertTrue(json(folder.resolve("eval.json")).get("accuracy").doubleValue() > 0.9);
            assertTrue(eval.out().matches("(?s)\\d\\d\\.\\d\\d % of 4,000 .*"), eval.out());
            assertEquals(2, HoneRun.of("run", "mlp", "--enable", "INT8").code());
        } finally {
            Locale.setDefault(before);
        }
    }

    static Stream<Arguments> badWords() {
        return Stream.of(
                Arguments.of("run resnet", "none ships with this build"),
                Arguments.of("run resnet9", "there is no such model (resnet9)"),
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
                Arguments.of("run mlp --data csv:/no/such/file", "/no/such/file"),
                Arguments.of("run mlp --data csv:x,header=maybe", "header is one of auto, yes or no"),
                Arguments.of("eval mlp --data images:/no/such/folder", "there is no such folder"),
                Arguments.of("eval mlp --data cifar10:/no/such/folder", "there is no such folder"),
                Arguments.of("train mlp --data text:/no/such/file", "a text has no labels"),
                Arguments.of("eval mlp --split /no/such/file", "/no/such/file"),
                Arguments.of("data", "name what to do: fetch"),
                Arguments.of("data fetch imagenet", "the sets are mnist, fashion-mnist, cifar10"),
                Arguments.of("data fetch mnist --mirror ftp://127.0.0.1/", "it is not http or https"),
                Arguments.of("data fetch mnist --mirror http://127.0.0.1:1/", "127.0.0.1 cannot be reached"),
                Arguments.of("train mlp-64", "such as mlp-64-32-10"),
                Arguments.of("train mlp-64-0-10", "such as mlp-64-32-10"),
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
        HoneRun outcome = HoneRun.of(words.split(" "));
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
        HoneRun outcome = HoneRun.of("eval", "mlp", "--checkpoint", damaged.toString());
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
                HoneRun.of("run", "mlp", "--enable", "nothing", "--json", report.toString())
                        .code());
        assertEquals("old", Files.readString(report));
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
        for (String word :
                List.of("java", "processor", "cores", "vector bits", "engine budget", "display", "missing")) {
            assertTrue(doctor.out().contains(word), word + " in " + doctor.out());
        }
        assertTrue(json(folder.resolve("doctor.json")).get("cores").intValue() >= 1);
    }
}
