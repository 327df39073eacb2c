package hone.engine.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.HoneException;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.DigitGenerator;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Mlp;
import hone.engine.random.CounterRandom;
import hone.engine.run.Fixtures;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.technique.Fold;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import hone.engine.technique.SetupCache;
import hone.engine.technique.Workbench;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArtefactTest {
    @TempDir
    Path folder;

    private final MemoryBudget budget = new MemoryBudget(64L << 20);
    private final KernelPool pool = new KernelPool(2);
    private final MemoryRegion scratch = budget.open(Category.SCRATCH, "packing");

    @AfterEach
    void end() {
        pool.close();
        scratch.close();
    }

    private Artefact artefact(String recipe) {
        Setup base = new Setup(Fixtures.model(Mlp.graph(784, 12, 10), budget, 5), PlanRequest.baseline(16));
        Workbench workbench = new Workbench(
                () -> DigitGenerator.generate(1, DigitGenerator.Stream.TRAIN, 0, 64, Progress.NONE, new Cancellation()),
                "generated:64",
                1,
                new Planner(KernelCosts.typical()),
                pool,
                budget,
                Progress.NONE,
                new Cancellation());
        Recipe parsed = Recipe.parse(recipe);
        Setup setup = new Fold(new SetupCache()).fold(base, parsed, workbench).setup();
        return new Artefact(setup, parsed, new Provenance(Map.of("seed", "5", "command", "a \"test\"")));
    }

    private Artefact load(Path path) {
        return Artefact.load(path, budget.openCollected(Category.WEIGHTS, "loaded"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "simd,threads=2", "int8", "prune=0.9", "int8:activations=int8,prune=0.6@fc1,simd@fc2"})
    void everySetupComesBackTheSame(String recipe) throws IOException {
        Artefact saved = artefact(recipe);
        Path file = folder.resolve("model.safetensors");
        saved.save(file, scratch);
        Artefact loaded = load(file);
        assertEquals(saved.setup().model().hash(), loaded.setup().model().hash());
        assertEquals(saved.setup().request(), loaded.setup().request());
        assertEquals(saved.recipe(), loaded.recipe());
        assertEquals(saved.provenance(), loaded.provenance());
        assertEquals(Files.size(file), saved.fileBytes(scratch));
        byte[] first = Files.readAllBytes(file);
        loaded.save(file, scratch);
        assertEquals(-1, Arrays.mismatch(first, Files.readAllBytes(file)), "the same setup gives the same bytes");
    }

    @Test
    void quantizedAndPrunedFilesAreReallySmaller() {
        long plain = artefact("").fileBytes(scratch);
        assertTrue(artefact("int8").fileBytes(scratch) < 0.4 * plain);
        assertTrue(artefact("prune=0.9").fileBytes(scratch) < 0.25 * plain);
    }

    private byte[] good() throws IOException {
        Path file = folder.resolve("good.safetensors");
        artefact("prune=0.9").save(file, scratch);
        return Files.readAllBytes(file);
    }

    private static byte[] file(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    static Stream<Arguments> badFiles() {
        String graph = "\"__metadata__\":{\"hone.version\":\"1\",\"hone.graph\":\"%s\"}";
        return Stream.of(
                Arguments.of("empty", new byte[0], "too few"),
                Arguments.of("short", new byte[9], "too few"),
                Arguments.of("huge header", new byte[] {-1, -1, -1, -1, -1, -1, -1, 127, '{', '}'}, "claims"),
                Arguments.of("negative header", new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, '{', '}'}, "claims"),
                Arguments.of("not JSON", file("hello there", 0), "not JSON"),
                Arguments.of("array", file("[1,2,3]", 0), "not JSON"),
                Arguments.of("unclosed", file("{\"a\":", 0), "not valid JSON"),
                Arguments.of("trailing", file("{} {}", 0), "not valid JSON"),
                Arguments.of("not UTF-8", file("{\"a", 0), "not valid JSON"),
                Arguments.of("duplicate", file(tensor("a", "F32", "[1]", 0, 4, "a", 0, 4), 4), "uplicate"),
                Arguments.of("overlap", file(tensor("a", "F32", "[1]", 0, 4, "b", 2, 6), 6), "was due"),
                Arguments.of("hole", file(tensor("a", "F32", "[1]", 0, 4, "b", 8, 12), 12), "was due"),
                Arguments.of("not from 0", file(one("F32", "[1]", 4, 8), 8), "was due"),
                Arguments.of("past the end", file(one("F32", "[1]", 0, 4), 2), "of 2 bytes"),
                Arguments.of("bytes after", file(one("F32", "[1]", 0, 4), 9), "5 bytes later"),
                Arguments.of("backwards", file(one("F32", "[1]", 4, 0), 4), "data_offsets"),
                Arguments.of("wrong size", file(one("F32", "[3]", 0, 4), 4), "does not take"),
                Arguments.of("overflowing shape", file(one("F32", "[4294967296,4294967296]", 0, 4), 4), "overflow"),
                Arguments.of("negative size", file(one("F32", "[-1]", 0, 4), 4), "not a size"),
                Arguments.of("fraction", file(one("F32", "[1.5]", 0, 4), 4), "not a size"),
                Arguments.of("beyond long", file(one("F32", "[99999999999999999999]", 0, 4), 4), "not a size"),
                Arguments.of("rank 9", file(one("F32", "[1,1,1,1,1,1,1,1,1]", 0, 4), 4), "shape"),
                Arguments.of("unknown dtype", file(one("F99", "[1]", 0, 4), 4), "dtype"),
                Arguments.of("no shape", file("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4), "shape"),
                Arguments.of("metadata number", file("{\"__metadata__\":{\"a\":1}}", 0), "not a text"),
                Arguments.of(
                        "long name",
                        file(one("F32", "[1]", 0, 4).replace("\"a\"", "\"" + "n".repeat(300) + "\""), 4),
                        "300"),
                Arguments.of("no graph", file(one("F32", "[1]", 0, 4), 4), "carries no graph"),
                Arguments.of("empty graph", file("{" + graph.formatted("") + "}", 0), "graph"),
                Arguments.of(
                        "graph cycle", file("{" + graph.formatted(CYCLE) + "}", 0), "before there is such a value"),
                Arguments.of(
                        "unknown op", file("{" + graph.formatted(UNKNOWN_OP) + "}", 0), "which this program lacks"),
                Arguments.of("weight missing", file("{" + graph.formatted(WEIGHT) + "}", 0), "lacks a weight"));
    }

    private static final String CYCLE =
            "{\\\"version\\\":1,\\\"nodes\\\":[{\\\"name\\\":\\\"r\\\",\\\"node\\\":\\\"op\\\",\\\"op\\\":\\\"Relu\\\","
                    + "\\\"attributes\\\":{},\\\"inputs\\\":[[0,0]]}],\\\"outputs\\\":{}}";
    private static final String UNKNOWN_OP = CYCLE.replace("Relu", "java.lang.Runtime");
    private static final String WEIGHT =
            "{\\\"version\\\":1,\\\"nodes\\\":[{\\\"name\\\":\\\"w\\\",\\\"node\\\":\\\"weight\\\",\\\"dtype\\\":\\\"F32\\\","
                    + "\\\"dims\\\":[3]}],\\\"outputs\\\":{}}";

    private static String one(String dtype, String shape, long begin, long end) {
        return "{\"a\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}}".formatted(dtype, shape, begin, end);
    }

    private static String tensor(String a, String dtype, String shape, int b0, int b1, String b, int c0, int c1) {
        String form = "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}";
        return "{" + form.formatted(a, dtype, shape, b0, b1) + "," + form.formatted(b, dtype, shape, c0, c1) + "}";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void aBadFileIsRefusedWithFileAndPlace(String name, byte[] bytes, String reason) throws IOException {
        Path file = folder.resolve("bad.safetensors");
        Files.write(file, bytes);
        InvalidInput refused = assertThrows(InvalidInput.class, () -> load(file));
        assertTrue(refused.getMessage().contains("bad.safetensors"), refused.getMessage());
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
        assertEquals(1, refused.getMessage().lines().count());
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] good = good();
        Path file = folder.resolve("cut.safetensors");
        for (int length = 0; length < good.length; length += 64) {
            Files.write(file, Arrays.copyOf(good, length));
            assertThrows(InvalidInput.class, () -> load(file), "cut to " + length);
        }
    }

    @Test
    void damageOfAnySortGivesTheDeclaredErrorOrAWorkingModel() throws IOException {
        byte[] good = good();
        long seed = 31;
        System.out.println("seed " + seed);
        Path file = folder.resolve("damaged.safetensors");
        for (int i = 0; i < 400; i++) {
            CounterRandom random = new CounterRandom(seed, 0, i);
            byte[] damaged = good.clone();
            for (int hits = 0; hits <= random.nextInt(4); hits++) {
                int reach = random.nextInt(3) == 0 ? damaged.length : 2_500;
                damaged[random.nextInt(reach)] = (byte) random.nextInt(256);
            }
            Files.write(file, damaged);
            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
                try {
                    load(file);
                } catch (HoneException declared) {
                    assertTrue(!declared.getMessage().isBlank());
                }
            });
        }
    }

    @Test
    void anUnwritablePlaceIsRefusedAndWhatWasThereStays() throws IOException {
        Artefact artefact = artefact("");
        assertThrows(InvalidInput.class, () -> artefact.save(folder.resolve("no/such/folder/m"), scratch));
        assertThrows(InvalidInput.class, () -> artefact.save(folder, scratch));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count(), "no unfinished file is left");
        }
    }
}
