package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.app.StudioBackend;
import hone.engine.model.Mlp;
import hone.engine.technique.Preview;
import hone.engine.technique.Recipe;
import hone.engine.technique.Technique;
import hone.engine.technique.Techniques;
import hone.engine.technique.memory.KvCache;
import hone.profiler.machine.TwoThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The example the studio opens on must answer every switch: on a machine with 256-bit vectors each technique, switched on
 * alone, moves at least one of the four tiles beyond noise, or the bytes that its ops move by a tenth. Run in JVMs of
 * their own, which are told to leave wider vectors alone.
 */
@Tag("slow")
class FinishedExampleTest {
    private static final int ATTEMPTS = 5;
    private static final double TOLERATED_LOAD = 0.3;

    /** How many times one's arithmetic two threads get done together, at least, where there is a second core to show. */
    private static final double TWO_CORES = 1.5;

    @TempDir
    Path folder;

    /** Those that the example takes; the switch of any other says why it does not. */
    static Stream<String> techniques() {
        Preview example = new Preview(Mlp.DIGITS.graph().get(), 2);
        return Techniques.ALL.stream()
                .map(Technique::id)
                .filter(id -> Techniques.refusal(example, Recipe.parse(id)).isEmpty());
    }

    @Test
    void allButCachingIsForTheExample() {
        List<String> left = Techniques.ALL.stream().map(Technique::id).collect(Collectors.toList());
        left.removeAll(techniques().toList());
        assertEquals(List.of(new KvCache().id()), left);
    }

    @ParameterizedTest
    @MethodSource("techniques")
    void everySwitchMovesATileOrTheTraffic(String technique) throws Exception {
        JsonNode report = technique.equals("threads") ? runOnTwoCores(technique) : quietRun(technique);
        JsonNode before = report.get("baseline");
        JsonNode after = report.get("candidate");
        JsonNode speedup = report.get("speedup");
        boolean latency =
                List.of("faster", "slower").contains(report.get("verdict").stringValue());
        boolean size = differs(before, after, "file");
        boolean memory = differs(before, after, "peak");
        boolean traffic = traffic(after) < 0.9 * traffic(before) || traffic(after) > 1.1 * traffic(before);
        JsonNode change = report.get("qualityChange");
        boolean accuracy =
                change.get("low").doubleValue() > 0 || change.get("high").doubleValue() < 0;
        System.out.printf(
                "%s: %.2f× (%.2f–%.2f) %s; moves latency %b, memory %b, size %b, accuracy %b, bytes between ops %b%n",
                technique,
                speedup.get("median").doubleValue(),
                speedup.get("low").doubleValue(),
                speedup.get("high").doubleValue(),
                report.get("verdict").stringValue(),
                latency,
                memory,
                size,
                accuracy,
                traffic);
        assertEquals(256, report.get("machine").get("vectorBits").intValue());
        assertTrue(latency || memory || size || accuracy || traffic, technique + " moves nothing");
    }

    /** Two threads show nothing while others keep the second core busy; so wait for a quiet moment, or say there was none. */
    private JsonNode quietRun(String technique) throws IOException, InterruptedException {
        JsonNode report = run(technique);
        for (int attempt = 1; attempt < ATTEMPTS && loadOfOthers(report) > TOLERATED_LOAD; attempt++) {
            report = run(technique);
        }
        assumeTrue(
                loadOfOthers(report) <= TOLERATED_LOAD,
                "other processes kept " + loadOfOthers(report) + " processors busy in each of " + ATTEMPTS + " runs");
        return report;
    }

    /** The same of a moment at which there is a second core to show, before the run and after it. */
    private JsonNode runOnTwoCores(String technique) throws Exception {
        double least = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double before = TwoThreads.together();
            JsonNode report = quietRun(technique);
            least = Math.min(before, TwoThreads.together());
            System.out.printf("two threads together: %.2f times one's arithmetic%n", least);
            if (least >= TWO_CORES) {
                return report;
            }
        }
        return abort("two threads got only %.2f times one's arithmetic done, in the last of %d attempts too"
                .formatted(least, ATTEMPTS));
    }

    private static double loadOfOthers(JsonNode report) {
        return report.get("noise").get("loadOfOthers").doubleValue();
    }

    /** Bytes are counted, not sampled, so any difference above a tenth is one. */
    private static boolean differs(JsonNode before, JsonNode after, String bytes) {
        double ratio = after.get("bytes").get(bytes).doubleValue()
                / before.get("bytes").get(bytes).doubleValue();
        return ratio < 0.9 || ratio > 1.1;
    }

    /** Bytes that the ops read and write, by the op table: what fusion saves even where arithmetic takes all of the time. */
    private static double traffic(JsonNode arm) {
        double bytes = 0;
        for (JsonNode op : arm.get("ops")) {
            bytes += op.get("bytes").doubleValue();
        }
        return bytes;
    }

    private JsonNode run(String technique) throws IOException, InterruptedException {
        Path json = folder.resolve("report.json");
        List<String> command = List.of(
                "run",
                "mlp",
                "--enable",
                technique,
                "--batch",
                Integer.toString(StudioBackend.BATCH),
                "--json",
                json.toString());
        Process process = HoneProcess.of(folder.resolve("home"), List.of("-XX:UseAVX=2"), command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertEquals(0, process.waitFor(), () -> read(folder.resolve("output")));
        return JsonMapper.shared().readTree(Files.readString(json));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
