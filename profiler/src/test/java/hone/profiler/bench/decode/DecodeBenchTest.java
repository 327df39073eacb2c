package hone.profiler.bench.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.GptDimensions;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.Planner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The bench at a size that takes no time, beside shell scripts that answer as llama2.c does, or not. */
class DecodeBenchTest {
    private static final int TOKENS = 6;
    private static final DecodeSubject TINY =
            new DecodeSubject("tiny", new GptDimensions(2, 4, 2, 64, 96, 300, 16), 32);
    private static final String TOKENS_PER_SECOND = "0.001";

    @TempDir
    private Path folder = Path.of("");

    private final MemoryBudget budget = new MemoryBudget(1L << 28);
    private final KernelPool pool = new KernelPool(2);

    @AfterEach
    void giveBack() {
        pool.close();
    }

    private Path script(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }

    /** Answers what it was asked for; the files it needs must be there. */
    private static String answering(String checkpoint) {
        return "[ -f tokenizer.bin ] && [ \"$1\" = " + checkpoint + " ] && [ -f \"$1\" ] || exit 3\n"
                + "[ \"$OMP_NUM_THREADS\" = 2 ] && [ \"$2 $3 $4 $5 $6 $7\" = \"-t 0 -s 1 -n 6\" ] || exit 4\n"
                + "echo 0,0,0,0,0,0,; echo 'achieved tok/s: " + TOKENS_PER_SECOND + "' >&2";
    }

    private List<DecodeRow> rows(Optional<Llama2c> peer) throws IOException {
        Path scratch = Files.createDirectories(folder.resolve("scratch"));
        DecodeBench bench = new DecodeBench(
                budget,
                pool,
                new Planner(KernelCosts.typical()),
                peer,
                scratch,
                2,
                TOKENS,
                DecodeEffort.QUICK,
                new Cancellation());
        List<DecodeRow> rows = bench.rows(TINY, List.of(DecodeType.values()), _ -> {});
        try (Stream<Path> left = Files.list(scratch)) {
            assertEquals(List.of(), left.toList(), "files for the peer are deleted");
        }
        assertEquals(0, budget.used(hone.engine.memory.Category.WEIGHTS), "weights are given back");
        return rows;
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void eachRowIsComparedWithThePeersWeightsOfItsKind() throws IOException {
        Path run = script("run", answering("model.bin"));
        script("runq", answering("model-int8.bin"));
        List<DecodeRow> rows = rows(Optional.of(Llama2c.at(folder.toString())));
        assertEquals(run, Llama2c.at(run.toString()).run());
        assertEquals(
                List.of("float32", "int8", "int4"),
                rows.stream().map(DecodeRow::dtype).toList());
        for (DecodeRow row : rows) {
            assertEquals(TINY.dimensions().parameters(), row.parameters());
            assertEquals(Map.of("llama2c", 0.001), row.peerTokensPerSecond());
            double ratio = row.tokensPerSecond() / 0.001;
            assertEquals(ratio, row.ratioToPeer().getOrDefault("llama2c", 0.0), 1e-9 * ratio);
            assertTrue(row.sameTokens() >= 0 && row.sameTokens() <= TOKENS);
            assertEquals(
                    1,
                    row.shares().values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum(),
                    1e-9);
            assertEquals(row.roofShare(), row.tokensPerSecond() * row.bytesPerToken() / row.roofBytesPerSecond(), 1e-9);
        }
        long floats = rows.get(0).bytesPerToken();
        assertTrue(rows.get(1).bytesPerToken() < 0.35 * floats && rows.get(2).bytesPerToken() < 0.22 * floats);
    }

    @Test
    void withoutAPeerThereIsNoRatio() throws IOException {
        DecodeRow row = rows(Optional.empty()).getFirst();
        assertEquals(Map.of(), row.ratioToPeer());
        assertEquals(-1, row.sameTokens());
        DecodeBenchResult result =
                new DecodeBenchResult(List.of(row), Map.of("llama2c", "not asked"), 1, TOKENS, 16, 0);
        assertTrue(result.text().contains("llama2c: not asked"), result.text());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatABinaryPrintsIsReadOrRefusedInOneSentence() throws IOException {
        Path good = script("good", "printf '5,6,7,\\n'; echo 'achieved tok/s: 123.5' >&2");
        Llama2c.Answer answer = decode(good, 3);
        assertEquals(123.5, answer.tokensPerSecond());
        assertArrayEquals(new int[] {5, 6, 7}, answer.tokens());
        assertRefused(good, 4, "it decoded 3 tokens instead of 4");
        assertRefused(script("fails", "echo 'malloc failed!' >&2; exit 1"), 3, "it ended with code 1: malloc failed!");
        assertRefused(script("mute", "printf '5,6,7,\\n'"), 3, "achieved tok/s");
        assertRefused(script("vague", "echo 5,six,7,; echo 'achieved tok/s: 1.0' >&2"), 3, "is no number");
        assertRefused(script("instant", "echo 5,6,7,; echo 'achieved tok/s: 0.0' >&2"), 3, "ask for more tokens");
        InvalidInput missing = assertThrows(
                InvalidInput.class, () -> Llama2c.at(folder.resolve("nowhere").toString()));
        assertTrue(missing.getMessage().contains("is no file that can be run"), missing.getMessage());
    }

    private Llama2c.Answer decode(Path binary, int tokens) {
        return Llama2c.decode(binary, folder, "model.bin", tokens, 1, new Cancellation());
    }

    private void assertRefused(Path binary, int tokens, String why) {
        InvalidInput refused = assertThrows(InvalidInput.class, () -> decode(binary, tokens));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
        assertEquals(2, refused.exitCode());
    }
}
