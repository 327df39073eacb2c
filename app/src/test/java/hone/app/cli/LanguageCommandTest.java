package hone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Language models from the command line: trained, judged, and run. */
class LanguageCommandTest {
    private static final String RHYME = "the fox sat on the box, and the hen sat on the pen.\n";

    @TempDir
    Path folder;

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode json(String name) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve(name)));
    }

    private String text() throws IOException {
        return "text:" + Files.writeString(folder.resolve("rhyme.txt"), RHYME.repeat(60));
    }

    private HoneRun train(String out, String data, String... more) {
        List<String> words = new ArrayList<>(
                List.of("train", "gpt-1-32-2-24", "--data", data, "--steps", "60", "--batch", "4", "--seed", "5"));
        words.addAll(List.of("--out", file(out), "--json", file(out + ".json")));
        words.addAll(Arrays.asList(more));
        return HoneRun.of(words.toArray(String[]::new));
    }

    @Test
    void aTextIsLearnedJudgedAndContinued() throws IOException {
        String data = text();
        HoneRun train = train("m.safetensors", data, "--learning-rate", "0.01");
        assertEquals(0, train.code(), train.err());
        assertEquals(
                20, train.out().lines().filter(line -> line.startsWith("step ")).count(), train.out());
        JsonNode trained = json("m.safetensors.json");
        String model = trained.get("model").stringValue();
        assertEquals("gpt-1-32-2-24-v" + RHYME.chars().distinct().count(), model);
        JsonNode curve = trained.get("curve");
        assertTrue(
                curve.get(19).get("heldOut").doubleValue()
                        < 0.7 * curve.get(0).get("heldOut").doubleValue(),
                train.out());
        HoneRun eval = HoneRun.of(
                "eval", model, "--data", data, "--checkpoint", file("m.safetensors"), "--json", file("e.json"));
        assertEquals(0, eval.code(), eval.err());
        JsonNode judged = json("e.json");
        JsonNode quality = judged.get("quality");
        assertEquals("perplexity", quality.get("metric").stringValue());
        assertFalse(quality.get("higherIsBetter").booleanValue());
        double perplexity = quality.get("value").doubleValue();
        assertTrue(quality.get("low").doubleValue() < perplexity
                && perplexity < quality.get("high").doubleValue());
        assertEquals(Math.exp(judged.get("natsPerToken").doubleValue()), perplexity, 1e-9);
        assertEquals(
                trained.get("natsPerToken").doubleValue(),
                judged.get("natsPerToken").doubleValue(),
                1e-6);
        HoneRun written =
                HoneRun.of("generate", file("m.safetensors"), "--prompt", "the ", "--tokens", "12", "--warm-up", "0");
        assertEquals(0, written.code(), written.err());
        assertTrue(written.out().startsWith("the "), written.out());
        assertEquals(
                0, train("again.safetensors", data, "--learning-rate", "0.01").code());
        assertEquals(-1, Files.mismatch(folder.resolve("m.safetensors"), folder.resolve("again.safetensors")));
        HoneRun inspect = HoneRun.of("inspect", file("m.safetensors"));
        assertTrue(
                inspect.out().contains("hone train gpt-1-32-2-24 --data text:PATH --steps 60 --batch 4"),
                inspect.out());
        assertFalse(inspect.out().contains(folder.toString()), inspect.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"byte", "bpe:270"})
    void everyTokenizerTravelsInTheCheckpoint(String tokenizer) throws IOException {
        HoneRun train = train("m.safetensors", text(), "--tokenizer", tokenizer);
        assertEquals(0, train.code(), train.err());
        HoneRun written = HoneRun.of(
                "generate",
                file("m.safetensors"),
                "--prompt",
                "the fox",
                "--tokens",
                "5",
                "--warm-up",
                "0",
                "--json",
                file("g.json"));
        assertEquals(0, written.code(), written.err());
        JsonNode values = json("g.json");
        assertEquals(5, values.get("tokens").intValue());
        assertTrue(values.get("text").stringValue().startsWith("the fox"), written.out());
    }

    @Test
    void theShippedModelTellsAStory() throws IOException {
        HoneRun plain = HoneRun.of(
                "generate",
                "gpt",
                "--prompt",
                "once upon a time",
                "--tokens",
                "20",
                "--warm-up",
                "0",
                "--json",
                file("plain.json"));
        assertEquals(0, plain.code(), plain.err());
        JsonNode whole = json("plain.json");
        for (String key : List.of(
                "text",
                "promptTokens",
                "tokens",
                "prefillNanos",
                "tokensPerSecond",
                "perTokenNanos",
                "cacheBytes",
                "seed",
                "recipe",
                "model")) {
            assertTrue(whole.has(key), key);
        }
        assertEquals(5, whole.get("promptTokens").intValue(), "four words and the end of the story before");
        assertEquals(20, whole.get("tokens").intValue());
        assertEquals(19, whole.get("perTokenNanos").size());
        assertEquals(0, whole.get("cacheBytes").longValue());
        assertTrue(whole.get("text").stringValue().startsWith("once upon a time there was a "), plain.out());
        HoneRun cached = HoneRun.of(
                "generate",
                "gpt",
                "--prompt",
                "once upon a time",
                "--tokens",
                "20",
                "--enable",
                "kvcache,simd",
                "--attention",
                "--warm-up",
                "0",
                "--json",
                file("cached.json"));
        assertEquals(0, cached.code(), cached.err());
        assertTrue(cached.out().contains(" tokens/s"), cached.out());
        assertTrue(cached.out().contains("tokens before") && cached.out().contains("all else"), cached.out());
        assertTrue(cached.out().contains("cold: "), "without a warm-up the times are said to be cold");
        JsonNode kept = json("cached.json");
        assertFalse(kept.get("warm").booleanValue());
        JsonNode attention = kept.get("attention");
        assertEquals(19, attention.get("attentionNanos").size(), "one for each token after the first");
        assertEquals(19, attention.get("restNanos").size());
        attention.get("attentionNanos").forEach(nanos -> assertTrue(nanos.longValue() > 0, nanos::toString));
        assertTrue(attention.get("prefillRestNanos").longValue() > 0);
        assertEquals(whole.get("text").stringValue(), kept.get("text").stringValue());
        // 2 · layers · kvHeads · headDim · tokens · size; the last token was not appended
        assertEquals(2L * 4 * 6 * 16 * (5 + 19) * 4, kept.get("cacheBytes").longValue());
        assertEquals("kvcache,simd", kept.get("recipe").stringValue());
    }

    @Test
    void theSameSeedDrawsTheSameStory() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String seed : List.of("3", "3", "4")) {
            HoneRun run = HoneRun.of(
                    "generate",
                    "gpt",
                    "--top-p",
                    "0.95",
                    "--tokens",
                    "30",
                    "--warm-up",
                    "0",
                    "--enable",
                    "kvcache,int8,simd",
                    "--seed",
                    seed,
                    "--json",
                    file("g.json"));
            assertEquals(0, run.code(), run.err());
            texts.add(json("g.json").get("text").stringValue());
        }
        assertEquals(texts.get(0), texts.get(1));
        assertFalse(texts.get(0).equals(texts.get(2)), texts.toString());
    }

    static Stream<Arguments> badWords() {
        return Stream.of(
                Arguments.of("run gpt --enable kvcache", "hone generate"),
                Arguments.of("infer gpt", "use generate, eval or run"),
                Arguments.of("run gpt-2-64-4-128 --enable simd", "none ships with this build"),
                Arguments.of("train gpt --epochs 3", "neither --train nor --split nor --epochs"),
                Arguments.of("train gpt --train 3", "neither --train nor --split nor --epochs"),
                Arguments.of("train gpt --data generated", "it is no text"),
                Arguments.of("train gpt --data stories:seed=x", "no 64-bit whole number|not a 64-bit whole number"),
                Arguments.of("train gpt --data stories:first=3", "nothing but a seed"),
                Arguments.of("train gpt --data text:/no/such/file", "/no/such/file"),
                Arguments.of("train gpt --steps 0", "there are 0"),
                Arguments.of("train gpt --batch 0", "it is 0"),
                Arguments.of("train gpt --length 0", "at least one token"),
                Arguments.of("train gpt --length 161 --tokenizer byte", "its context has 160"),
                Arguments.of("train gpt --learning-rate -1", "above 0"),
                Arguments.of("train gpt --clip 0", "above 0"),
                Arguments.of("train gpt --weight-decay 2", "0 to 1"),
                Arguments.of("train gpt --tokenizer morse", "none of words, char, byte"),
                Arguments.of("train gpt --tokenizer bpe:many", "write bpe:NUMBER"),
                Arguments.of("train gpt --tokenizer bpe:3", "not within 256"),
                Arguments.of("train gpt-1-2", "gpt-LAYERS-WIDTH-HEADS-CONTEXT"),
                Arguments.of("train mlp --steps 3", "for language models"),
                Arguments.of("train mlp --data stories", "stories have no labels"),
                Arguments.of("eval mlp --data stories", "stories have no labels"),
                Arguments.of("eval gpt --data text:/no/such/file", "/no/such/file"),
                Arguments.of("generate mlp", "it answers with classes"),
                Arguments.of("generate llama9", "there is no such model (llama9)"),
                Arguments.of("generate gpt --tokens 0", "it is 0"),
                Arguments.of("generate gpt --tokens many", "'many' is not an int"),
                Arguments.of("generate gpt --temperature -1", "it is -1"),
                Arguments.of("generate gpt --top-k -1", "it is -1"),
                Arguments.of("generate gpt --top-p 2", "it is 2"),
                Arguments.of("generate gpt --warm-up -1", "0 to 60"),
                Arguments.of("generate gpt --prompt spaceship", "no such word (spaceship)"),
                Arguments.of("generate gpt --enable turbo", "no such technique (turbo)"),
                Arguments.of("generate gpt --enable kvcache,kvcache", "a technique twice"),
                Arguments.of("generate gpt --tokenizer /no/such/file", "/no/such/file"),
                Arguments.of("generate gpt --checkpoint /no/such/file", "/no/such/file"),
                Arguments.of("generate gpt --json /no/such/folder/g.json", "there is no folder"),
                Arguments.of("generate", "Missing required parameter: 'MODEL'"));
    }

    @ParameterizedTest(name = "hone {0}")
    @MethodSource("badWords")
    void badInputGetsOneSentenceAndExitCode2(String words, String reason) {
        HoneRun outcome = HoneRun.of(words.split(" "));
        assertEquals(2, outcome.code(), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().startsWith("hone: "), outcome.err());
        assertTrue(Arrays.stream(reason.split("\\|")).anyMatch(outcome.err()::contains), outcome.err());
        assertTrue(outcome.out().isEmpty(), outcome.out());
    }

    @Test
    void filesThatAreNoLanguageModelAreRefused() throws IOException {
        Files.writeString(folder.resolve("notes.bin"), "these are notes");
        for (String name : List.of(file("notes.bin"), folder.toString())) {
            HoneRun run = HoneRun.of("generate", name);
            assertEquals(2, run.code(), run.err());
            assertEquals(1, run.err().lines().count(), run.err());
        }
        assertEquals(
                0,
                HoneRun.of("train", "mlp", "--train", "200", "--epochs", "1", "--out", file("mlp.safetensors"))
                        .code());
        HoneRun mlp = HoneRun.of("generate", file("mlp.safetensors"));
        assertEquals(2, mlp.code());
        assertTrue(mlp.err().contains("does not continue a text"), mlp.err());
    }

    @Test
    void theVerbExplainsItself() {
        HoneRun help = HoneRun.of("generate", "--help");
        assertEquals(0, help.code());
        assertTrue(help.out().contains("--temperature") && help.out().contains("kvcache"), help.out());
        assertTrue(help.out().lines().allMatch(line -> line.length() <= 100), help.out());
        assertFalse(help.out().contains("${"), help.out());
        assertTrue(HoneRun.of("train", "--help").out().contains("stories"), "train says what texts there are");
    }
}
