package hone.profiler.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import hone.engine.InvalidInput;
import hone.engine.random.CounterRandom;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A run report from a stranger is read, or refused in one sentence, and costs little. */
@Timeout(60)
class ReportBadInputTest {
    private static final long SEED = 43;
    private static final int MUTANTS = 400;
    private static final long ALLOWANCE = 16L << 20;
    private static final String GOOD = RunReportJson.text(ExampleReport.report());

    @TempDir
    Path folder;

    static Stream<String> bad() {
        String some = "{\"schemaVersion\":1,\"x\":";
        return Stream.of(
                "",
                " ",
                "null",
                "[]",
                "7",
                "{",
                "{}",
                "{\"schemaVersion\":\"1\"}",
                "{\"schemaVersion\":0}",
                "{\"schemaVersion\":-1}",
                "{\"schemaVersion\":1.5}",
                "{\"schemaVersion\":99999999999}",
                "{\"schemaVersion\":null}",
                "{\"schemaVersion\":1}",
                some + "1}",
                some + "[".repeat(5_000),
                some + "{\"a\":".repeat(5_000),
                some + "[" + "[],".repeat(1_000_000) + "[]]}",
                some + "[" + "{},".repeat(1_000_000) + "{}]}",
                some + "[" + "1,".repeat(2_000_000) + "1]}",
                some + "\"" + "x".repeat(1_000_000) + "\"}",
                some + "9".repeat(5_000) + "}",
                GOOD + "x",
                GOOD + GOOD,
                GOOD.substring(0, GOOD.length() / 3),
                GOOD.replace("\"faster\"", "\"quicker\""),
                GOOD.replace("\"ops\" : [", "\"ops\" : [null,"),
                GOOD.replace("\"candidate\" : {", "\"candidate\" : [{"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aBadReportIsRefused(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("report.json"), content);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        InvalidInput refused = assertThrows(InvalidInput.class, () -> RunReportJson.read(file));
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(refused.getMessage().contains("report.json"), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
        assertTrue(bytes <= 2L * content.length() + ALLOWANCE, "allocated " + bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/product",
                "/recipe",
                "/machine",
                "/machine/cpu",
                "/noise",
                "/baseline",
                "/baseline/quality",
                "/baseline/latencyNanos/samples",
                "/candidate",
                "/candidate/memory",
                "/candidate/ops",
                "/speedup",
                "/verdict",
                "/sentence",
                "/qualityChange",
                "/notes"
            })
    void aReportWithoutAPartIsRefused(String pointer) {
        JsonMapper mapper = JsonMapper.shared();
        for (boolean named : new boolean[] {true, false}) {
            JsonNode tree = mapper.readTree(GOOD);
            int end = pointer.lastIndexOf('/');
            ObjectNode around = (ObjectNode) tree.at(pointer.substring(0, end));
            String last = pointer.substring(end + 1);
            assertTrue(around.has(last), pointer);
            if (named) {
                around.putNull(last);
            } else {
                around.remove(last);
            }
            InvalidInput refused = assertThrows(
                    InvalidInput.class, () -> RunReportJson.parse(mapper.writeValueAsString(tree), "report.json"));
            assertTrue(refused.getMessage().contains("it has no " + pointer.substring(1)), refused.getMessage());
        }
    }

    @Test
    void damageOfAnySortIsReadOrRefused() throws IOException {
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        byte[] likely = "0123456789{}[]\",:.-eE\\ntrf\0".getBytes(StandardCharsets.US_ASCII);
        Path file = folder.resolve("report.json");
        int refusals = 0;
        for (int i = 0; i < MUTANTS; i++) {
            CounterRandom random = new CounterRandom(SEED, 1, i);
            byte[] bad = random.nextInt(5) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            for (int hits = random.nextInt(4); hits > 0 && bad.length > 0; hits--) {
                bad[random.nextInt(bad.length)] = likely[random.nextInt(likely.length)];
            }
            Files.write(file, bad);
            try {
                RunReportJson.read(file);
            } catch (InvalidInput refused) {
                refusals++;
                assertEquals(1, refused.getMessage().lines().count(), "mutant " + i + " of seed " + SEED);
            }
        }
        assertTrue(refusals > MUTANTS / 3, refusals + " were refused");
    }
}
