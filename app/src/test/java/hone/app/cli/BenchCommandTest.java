package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The benchmarks as a person types them; at sizes too small for their times to mean anything. */
class BenchCommandTest {
    @TempDir
    Path folder;

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    /** The tests have no peers on their class path, so this is what a person without them sees. */
    @Test
    void benchModelsSaysWhyAPeerIsMissingAndTimesOurOwn() throws IOException {
        HoneRun bench = HoneRun.of(
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
        assertEquals(2, HoneRun.of("bench", "models", "--peer", "abacus").code());
        assertEquals(2, HoneRun.of("bench", "models", "--model", "abacus").code());
        assertEquals(2, HoneRun.of("bench", "models", "--threads", "0").code());
        assertEquals(2, HoneRun.of("bench").code());
    }

    @Test
    void benchKernelsTimesEachRungAndItsRatiosAreThoseOfItsMedians() throws IOException {
        HoneRun bench = HoneRun.of(
                "bench", "kernels", "--op", "linear,relu", "--peers", "--quick", "--json", file("kernels.json"));
        assertEquals(0, bench.code(), bench.err());
        assertTrue(bench.out().contains("openblas: unavailable: "), bench.out());
        assertTrue(bench.out().contains("mkl: unavailable: "), bench.out());
        JsonNode result = json(folder.resolve("kernels.json"));
        int processors = Runtime.getRuntime().availableProcessors();
        List<Integer> threads = processors == 1 ? List.of(1) : List.of(1, processors);
        assertEquals(threads.size(), result.get("roofs").size(), result.toString());
        for (int i = 0; i < threads.size(); i++) {
            JsonNode roof = result.get("roofs").get(i);
            assertEquals(threads.get(i), roof.get("threads").asInt());
            assertTrue(roof.get("flopsPerSecond").asDouble() > 1e8, result.toString());
            assertTrue(roof.get("memoryBytesPerSecond").asDouble() > 1e7, result.toString());
        }
        Map<String, Double> first = new HashMap<>();
        Map<String, Double> alone = new HashMap<>();
        Set<String> rungs = new HashSet<>();
        for (JsonNode row : result.get("rows")) {
            double median = row.get("medianNanos").asDouble();
            rungs.add(row.get("op").asString() + " " + row.get("rung").asString());
            first.putIfAbsent(row.get("shape").asString(), median);
            double expected = first.get(row.get("shape").asString()) / median;
            assertEquals(expected, row.get("speedupOverFirst").asDouble(), 1e-9 * expected, row.toString());
            assertTrue(row.get("roofShare").asDouble() > 0, row.toString());
            assertTrue(row.get("gigabytesPerSecond").asDouble() > 0, row.toString());
            String kernel =
                    row.get("shape").asString() + " " + row.get("kernel").asString();
            double over = median / alone.computeIfAbsent(kernel, _ -> median);
            assertTrue(threads.contains(row.get("threads").asInt()), row.toString());
            assertEquals(over, row.get("overOneThread").asDouble(), 1e-9 * over, row.toString());
            assertTrue(row.get("ratioToPeer").isEmpty(), row.toString());
            if (row.get("op").asString().equals("linear")) {
                assertEquals("1×784×128", row.get("shape").asString());
                assertEquals(2.0 * 784 * 128, row.get("gflops").asDouble() * median, 1);
            }
        }
        assertTrue(rungs.containsAll(Set.of("linear boxed", "linear naive", "linear reordered", "relu reordered")));
        assertTrue(bench.out().contains("threads: "), bench.out());
        assertEquals(2, HoneRun.of("bench", "kernels", "--op", "abacus").code());
        assertEquals(2, HoneRun.of("bench", "kernels", "--peer", "abacus").code());
        assertEquals(2, HoneRun.of("bench", "kernels", "--threads", "0").code());
    }

    @Test
    void benchSparseTimesEachPatternAgainstTheFastestDenseKernel() throws IOException {
        HoneRun bench = HoneRun.of("bench", "sparse", "--quick", "--json", file("sparse.json"));
        assertEquals(0, bench.code(), bench.err());
        Set<String> patterns = new HashSet<>();
        JsonNode result = json(folder.resolve("sparse.json"));
        assertTrue(result.get("unavailable").isEmpty(), result.toString());
        for (JsonNode row : result.get("rows")) {
            patterns.add(row.get("pattern").asString());
            double expected =
                    row.get("denseNanos").asDouble() / row.get("medianNanos").asDouble();
            assertEquals(expected, row.get("speedupOverDense").asDouble(), 1e-9 * expected, row.toString());
            assertEquals(row.get("batch").asInt() + "×784×128", row.get("shape").asString());
            assertTrue(
                    row.get("sparsity").asDouble() >= 0.5 && row.get("sparsity").asDouble() < 1);
        }
        assertEquals(Set.of("csr", "sell", "4x1", "2:4", "structured"), patterns);
        assertEquals(2, HoneRun.of("bench", "sparse", "--threads", "0").code());
    }

    @Test
    void benchDecodeTimesEachTypeOfWeightsAndRefusesABinaryThatIsNone() throws IOException {
        HoneRun bench = HoneRun.of("bench", "decode", "--parameters", "10M", "--quick", "--json", file("decode.json"));
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
        HoneRun none = HoneRun.of("bench", "decode", "--parameters", "10M", "--llama2c", file("no-binary"));
        assertEquals(2, none.code(), none.out());
        assertTrue(none.err().contains("there is no llama2.c binary"), none.err());
        assertEquals(2, HoneRun.of("bench", "decode", "--parameters", "11M").code());
        assertEquals(2, HoneRun.of("bench", "decode", "--dtype", "float8").code());
        assertEquals(2, HoneRun.of("bench", "decode", "--tokens", "1").code());
        assertEquals(2, HoneRun.of("bench", "decode", "--threads", "0").code());
    }
}
