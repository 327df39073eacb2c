package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MemoryCommandTest {
    /** Of what is resident, explained by nothing or counted beyond it. */
    private static final double MOST_UNATTRIBUTED = 0.1;

    @TempDir
    private Path folder;

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    /** A process that has done nothing else before. */
    private JsonNode fresh(String... words) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("memory"));
        arguments.addAll(List.of(words));
        arguments.addAll(List.of("--json", file("memory.json"), "--csv", file("memory.csv"), "--svg", file("m.svg")));
        Path said = folder.resolve("said.txt");
        Process process = HoneProcess.of(folder.resolve("home"), List.of(), arguments)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertTrue(process.waitFor(300, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), Files.readString(said));
        JsonNode json = HoneRun.json(folder.resolve("memory.json"));
        requireSums(json);
        assertEquals(
                json.get("samples").size() + 1,
                Files.readAllLines(folder.resolve("memory.csv")).size());
        assertTrue(Files.readString(folder.resolve("m.svg")).contains("resident memory (MB)"));
        return json;
    }

    private static void requireSums(JsonNode json) {
        for (JsonNode sample : json.get("samples")) {
            long sum = sample.get("unattributed").longValue();
            for (JsonNode part : sample.get("parts")) {
                assertTrue(part.longValue() >= 0, sample::toPrettyString);
                sum += part.longValue();
            }
            assertEquals(sample.get("resident").longValue(), sum);
        }
        long live = 0;
        for (JsonNode step : json.get("steps")) {
            live = Math.max(live, step.get("liveBytes").longValue());
        }
        assertEquals(json.get("peakStep").get("liveBytes").longValue(), live);
        assertTrue(live <= json.get("plannedBytes").longValue());
    }

    @EnabledOnOs(OS.LINUX)
    @Test
    void nearlyAllOfAFreshProcessIsAttributed() throws IOException, InterruptedException {
        HoneProcess.knowing(folder.resolve("home"));
        requireAttributed("mlp", "");
    }

    @EnabledOnOs(OS.LINUX)
    @ParameterizedTest
    @CsvSource({"gpt,'--generate 24 --enable kvcache,simd'", "gpt,--train 2 --batch 4", "cnn,--enable simd --batch 64"})
    @Tag("slow")
    void nearlyAllOfProcessesThatDoMoreIsAttributed(String model, String more)
            throws IOException, InterruptedException {
        requireAttributed(model, more);
    }

    private void requireAttributed(String model, String more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(model));
        words.addAll(more.isEmpty() ? List.of() : List.of(more.split(" ")));
        JsonNode json = fresh(words.toArray(String[]::new));
        double share = json.get("mostUnattributedShare").doubleValue();
        double twice = json.get("mostOvercountedShare").doubleValue();
        System.out.println(words + ": at most " + share + " unattributed, " + twice + " counted twice");
        assertTrue(share + twice <= MOST_UNATTRIBUTED, () -> json.get("peak").toPrettyString());
        assertTrue(json.get("mostCharged").get("weights").longValue() > 0);
    }

    @Test
    void inferencesHaveAPlanWhosePeakIsSetAside() throws IOException {
        HoneRun run = HoneRun.of("memory", "mlp", "--batch", "256", "--at", "0", "--json", file("memory.json"));
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("unattributed") && run.out().contains("At step 0, fc1:"), run.out());
        JsonNode json = HoneRun.json(folder.resolve("memory.json"));
        requireSums(json);
        assertEquals(4 * 256 * (128 + 64), json.get("plannedBytes").intValue());
        assertEquals(4 * 256 * (128 + 64), json.get("peakStep").get("liveBytes").intValue());
        assertEquals(
                4 * 256 * (128 + 64), json.get("mostCharged").get("activations").intValue());
        assertEquals("fc1", json.get("liveAt").get(0).get("name").stringValue());
        assertEquals(5, json.get("liveTensors").size());
    }

    @Test
    void trainingEndsAfterItsStepsAndKeepsTwiceTheParametersWithAdam() {
        HoneRun run =
                HoneRun.of("memory", "gpt-1-32-2-16", "--data", "stories", "--train", "3", "--batch", "2", "--json");
        assertEquals(0, run.code(), run.err());
        JsonNode json = JsonMapper.shared().readTree(run.out());
        assertEquals(3, json.get("trainingSteps").intValue(), "beside the steps of the plan, which are a list");
        assertTrue(json.get("steps").isArray());
        JsonNode planned = json.get("planned");
        assertEquals(
                2 * planned.get("gradients").longValue(),
                planned.get("optimizerState").longValue());
        assertEquals(
                2 * json.get("mostCharged").get("gradients").longValue(),
                json.get("mostCharged").get("optimizer state").longValue());
        assertEquals(
                planned.get("activations").longValue(), json.get("plannedBytes").longValue());
    }

    @Test
    void keysAndValuesAreCharged() throws IOException {
        HoneRun run =
                HoneRun.of("memory", "gpt", "--generate", "5", "--enable", "kvcache", "--json", file("memory.json"));
        assertEquals(0, run.code(), run.err());
        JsonNode json = HoneRun.json(folder.resolve("memory.json"));
        assertEquals(5, json.get("tokens").intValue());
        // 2 · 4 layers · 96 · 160 tokens of context · 4 bytes
        assertEquals(
                2 * 4 * 96 * 160 * 4, json.get("mostCharged").get("kv cache").intValue());
        assertEquals(
                json.get("samples")
                        .get(json.get("samples").size() - 1)
                        .get("charged")
                        .get("kv cache")
                        .longValue(),
                0);
    }

    @Test
    void wordsThatMakeNoSenseAreRefused() {
        for (String[] words : new String[][] {
            {"memory", "mlp", "--train", "0"},
            {"memory", "gpt", "--train", "1", "--generate", "1"},
            {"memory", "mlp", "--generate", "4"},
            {"memory", "mlp", "--train", "1", "--enable", "simd"},
            {"memory", "gpt", "--generate", "4", "--batch", "2"},
            {"memory", "mlp", "--at", "-1"},
            {"memory", "mlp", "--train", "1", "--at", "9999"},
            {"memory", "mlp", "--csv", folder.resolve("none").resolve("m.csv").toString()},
            {"memory", "nosuchmodel"},
        }) {
            HoneRun run = HoneRun.of(words);
            assertEquals(2, run.code(), () -> String.join(" ", words) + run.err());
            assertEquals(
                    1,
                    run.err().lines().filter(line -> line.startsWith("hone: ")).count(),
                    run.err());
            assertEquals("", run.out());
        }
    }
}
