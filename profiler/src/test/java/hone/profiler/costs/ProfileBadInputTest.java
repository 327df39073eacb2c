package hone.profiler.costs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import hone.engine.Cancellation;
import hone.engine.random.CounterRandom;
import hone.engine.run.KernelCosts;
import hone.profiler.machine.MachineFacts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Whatever the file of kernel costs has become, the machine is measured anew, what was in it is kept, and it costs little. */
@Timeout(60)
class ProfileBadInputTest {
    private static final long SEED = 47;
    private static final int MUTANTS = 500;
    private static final long ALLOWANCE = 16L << 20;
    private static final String PRODUCT = "Hone 1";
    private static final MachineFacts FACTS = MachineFacts.read();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final KernelCosts COSTS = identified();
    private static final String GOOD = good();

    @TempDir
    Path folder;

    private static KernelCosts identified() {
        KernelCosts typical = KernelCosts.typical();
        return new KernelCosts(
                CostsHash.of(typical),
                typical.nanosPerWork(),
                typical.forkNanos(),
                typical.parallelEfficiency(),
                typical.dispatchNanos());
    }

    private static String good() {
        return JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(MachineProfile.of(PRODUCT, FACTS, COSTS));
    }

    /** Classes are loaded once, and not by the first bad file. */
    @BeforeAll
    static void warmUp(@TempDir Path other) throws IOException {
        Files.writeString(other.resolve("machine-profile.json"), GOOD);
        assertTrue(store(other).kept().isPresent());
    }

    private static MachineProfileStore store(Path folder) {
        return new MachineProfileStore(
                folder, PRODUCT, FACTS, (_, _) -> new MachineProfiler.Measured(COSTS, Set.of(), Set.of()));
    }

    static Stream<String> bad() {
        String costs = "\"nanosPerWork\" : {";
        return Stream.of(
                "",
                " ",
                "null",
                "[]",
                "7",
                "\"profile\"",
                "{",
                "{}",
                "{}{",
                "{\"version\":2",
                "{\"version\":2}",
                "{\"version\":null}",
                "{\"version\":1e400}",
                "{\"version\":99999999999999999999}",
                "[".repeat(20_000),
                "{\"a\":".repeat(20_000),
                "[" + "[],".repeat(20_000) + "[]]",
                "\uFEFF",
                "/* */",
                "{'version':2}",
                "\0\0\0\0",
                "x".repeat(100_000),
                "x".repeat(200_000),
                GOOD + "x",
                GOOD.replace(costs, costs + "\"a\" : null,"),
                GOOD.replace(costs, costs + "\"a\" : [],"),
                GOOD.replace(costs, costs + "\"a\" : [null, 1, 1, 1],"),
                GOOD.replace(costs, costs + "\"a\" : [" + "1,".repeat(50_000) + "1],"),
                GOOD.replace(costs, costs + "\"a\" : [1, 1, 1, 1],"),
                GOOD.replace(costs, "\"nanosPerWork\" : null, \"x\" : {"),
                GOOD.replaceFirst("\"forkNanos\" : [0-9.E]+", "\"forkNanos\" : -1"),
                GOOD.replaceFirst("\"forkNanos\" : [0-9.E]+", "\"forkNanos\" : \"NaN\""),
                GOOD.replaceFirst("\"dispatchNanos\" : [0-9.E]+", "\"dispatchNanos\" : 1e999"),
                GOOD.replaceFirst("\"hash\" : \"[^\"]*\"", "\"hash\" : \"\""),
                GOOD.replaceFirst("\"jdk\" : \"[^\"]*\"", "\"jdk\" : null"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void aBadFileIsKeptAsideAndTheMachineMeasured(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("machine-profile.json"), content);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        MachineProfileStore.Obtained obtained = store(folder).obtain(new Cancellation());
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(obtained.measured());
        assertEquals(1, obtained.notes().size(), obtained.notes().toString());
        assertEquals(1, obtained.notes().getFirst().lines().count());
        assertEquals(content, Files.readString(folder.resolve("machine-profile.json.damaged")));
        assertTrue(bytes <= 2L * content.length() + ALLOWANCE, "allocated " + bytes);
        assertTrue(store(folder).kept().isPresent(), file + " is whole again");
    }

    /** So that a profile of this machine is never taken for one that is too large. */
    @Test
    void aGoodFileIsFarFromTheLimit() {
        assertTrue(GOOD.length() < 1 << 15, "it has " + GOOD.length() + " characters");
    }

    @Test
    void whatIsNotUtf8IsKeptAside() throws IOException {
        byte[] odd = GOOD.getBytes(StandardCharsets.UTF_8);
        odd[30] = (byte) 0xFF;
        assertReadOrAside(odd, "an odd byte");
    }

    @Test
    void aFileCutAnywhereIsKeptAside() throws IOException {
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < good.length; length += 64) {
            assertReadOrAside(Arrays.copyOf(good, length), "cut at " + length);
        }
    }

    @Test
    void damageOfAnySortIsReadOrKeptAside() throws IOException {
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        byte[] likely = "0123456789{}[]\",:.-eE\\ntrf\0".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < MUTANTS; i++) {
            CounterRandom random = new CounterRandom(SEED, 1, i);
            byte[] bad = good.clone();
            for (int hits = random.nextInt(4); hits >= 0; hits--) {
                bad[random.nextInt(bad.length)] = likely[random.nextInt(likely.length)];
            }
            assertReadOrAside(bad, "mutant " + i + " of seed " + SEED);
        }
    }

    /** No cost that was not measured is ever planned with: the hash says so. */
    private void assertReadOrAside(byte[] content, String name) throws IOException {
        Path own = Files.createDirectory(folder.resolve(name));
        Files.write(own.resolve("machine-profile.json"), content);
        MachineProfileStore.Obtained obtained = store(own).obtain(new Cancellation());
        assertEquals(CostsHash.of(COSTS), CostsHash.of(obtained.profile().costs()), name);
        if (!obtained.notes().isEmpty()) {
            assertEquals(1, obtained.notes().getFirst().lines().count(), name);
            assertEquals(
                    -1,
                    Arrays.mismatch(content, Files.readAllBytes(own.resolve("machine-profile.json.damaged"))),
                    name);
        }
    }
}
