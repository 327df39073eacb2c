package hone.engine.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.Damage;
import hone.engine.data.Refusal;
import hone.engine.data.token.BytePairTokenizer;
import hone.engine.data.token.BytePairTraining;
import hone.engine.random.CounterRandom;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TokenizerJsonTest {
    private static final String TEXT = "she sells sea shells by the sea shore; the shells she sells are seashells";
    private static final int MUTATIONS = 500;

    /** A small file as other programs write it; the tests damage it by replacing a part. */
    static final String GOOD = """
            {"version":"1.0","truncation":null,"padding":null,
             "added_tokens":[{"id":4,"content":"<end>","single_word":false,"lstrip":false,"rstrip":false,
              "normalized":false,"special":true}],
             "normalizer":null,
             "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},
             "post_processor":null,"decoder":{"type":"ByteLevel"},
             "model":{"type":"BPE","dropout":null,"unk_token":null,"vocab":{"a":0,"b":1,"ab":2,"Ġ":3},
              "merges":["a b"]}}
            """;

    @TempDir
    Path folder;

    /** The parser's own classes are no part of what a file costs. */
    @BeforeEach
    void theParserIsLoaded() throws IOException {
        assertTrue(TokenizerJson.load(write(GOOD)).vocabularySize() > 0);
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("tokenizer.json"), content);
    }

    @Test
    void whatWasTrainedIsReadBackTheSame() throws IOException {
        BytePairTokenizer trained = BytePairTraining.train(TEXT, 300, Progress.NONE, new Cancellation());
        Path file = folder.resolve("tokenizer.json");
        TokenizerJson.save(trained, file);
        BytePairTokenizer read = TokenizerJson.load(file);
        assertEquals(trained.pairs(), read.pairs());
        assertArrayEquals(trained.encode("shells 猫"), read.encode("shells 猫"));
        byte[] first = Files.readAllBytes(file);
        TokenizerJson.save(read, file);
        assertArrayEquals(first, Files.readAllBytes(file));
    }

    @Test
    void bothFormsOfMergesAndAddedTokensAreRead() throws IOException {
        BytePairTokenizer tokenizer = TokenizerJson.load(write(GOOD));
        assertArrayEquals(new int[] {2, 3, 0, 4, 1}, tokenizer.encode("ab a<end>b"));
        assertEquals("ab<end>", tokenizer.decode(2, 4));
        BytePairTokenizer pairs = TokenizerJson.load(write(GOOD.replace("\"a b\"", "[\"a\",\"b\"]")));
        assertEquals(tokenizer.pairs(), pairs.pairs());
        BytePairTokenizer listedTwice = TokenizerJson.load(write(GOOD.replace("\"Ġ\":3", "\"Ġ\":3,\"<end>\":4")));
        assertEquals(tokenizer.pairs(), listedTwice.pairs());
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                bad("no content", GOOD, "  ", ""),
                bad("not JSON", "{\"version\"", "version", "not valid JSON"),
                bad("null", GOOD, "null", "no object \"model\""),
                bad("a list", GOOD, "[]", "no object \"model\""),
                bad("trailing text", "[\"a b\"]}}", "[\"a b\"]}} x", "not valid JSON"),
                bad("cut", "\"merges\":[\"a b\"]}}", "\"merges\":[\"a", "not valid JSON"),
                bad("deep nesting", "\"normalizer\":null", "\"normalizer\":" + "[".repeat(100_000), "not valid JSON"),
                bad("a key twice", "\"version\":\"1.0\"", "\"model\":1,\"model\":2", "not valid JSON"),
                bad("a token twice", "\"ab\":2", "\"ab\":2,\"ab\":5", "not valid JSON"),
                bad("WordPiece", "\"BPE\"", "\"WordPiece\"", "model.type is \"WordPiece\""),
                bad("no type", "\"type\":\"BPE\",", "", "model.type is missing"),
                bad("type a number", "\"BPE\"", "7", "model.type is \"7\""),
                bad("a normalizer", "\"normalizer\":null", "\"normalizer\":{\"type\":\"NFC\"}", "normalizer is"),
                bad("unknown token", "\"unk_token\":null", "\"unk_token\":\"<unk>\"", "unk_token is \"<unk>\""),
                bad("dropout", "\"dropout\":null", "\"dropout\":0.1", "dropout is \"0.1\""),
                bad("byte fallback", "\"dropout\":null", "\"byte_fallback\":true", "byte_fallback is \"true\""),
                bad("subwords", "\"dropout\":null", "\"continuing_subword_prefix\":\"##\"", "which is not supported"),
                bad("word ends", "\"dropout\":null", "\"end_of_word_suffix\":\"</w>\"", "which is not supported"),
                bad("other words", "{\"type\":\"ByteLevel\",\"add", "{\"type\":\"Metaspace\",\"add", "Metaspace"),
                bad("a flag as text", "\"use_regex\":true", "\"use_regex\":\"yes\"", "neither true nor false"),
                bad("no vocabulary", "{\"a\":0,\"b\":1,\"ab\":2,\"Ġ\":3}", "{}", "not an object with tokens"),
                bad("a list for it", "{\"a\":0,\"b\":1,\"ab\":2,\"Ġ\":3}", "[0]", "not an object with tokens"),
                bad("an id twice", "\"ab\":2", "\"ab\":1", "its id 1 is that of \"b\" already"),
                bad("a gap", "\"Ġ\":3", "\"Ġ\":9", "none has the id 3"),
                bad("a negative id", "\"a\":0", "\"a\":-1", "\"-1\" is not a whole number from 0"),
                bad("a fraction", "\"a\":0", "\"a\":0.5", "\"0.5\" is not a whole number"),
                bad("a huge id", "\"a\":0", "\"a\":99999999999999999999", "is not a whole number"),
                bad("the largest int", "\"a\":0", "\"a\":2147483647", "is not a whole number"),
                bad("an id as text", "\"a\":0", "\"a\":\"0\"", "is not a whole number"),
                bad("an empty token", "\"Ġ\":3", "\"\":3", "its text is empty"),
                bad("a letter of no byte", "\"Ġ\":3", "\"猫\":3", "a letter that stands for no byte"),
                bad("no merges", ",\n  \"merges\":[\"a b\"]", "", "merges is not a list"),
                bad("a merge of one", "\"a b\"", "\"ab\"", "not a pair of tokens"),
                bad("a merge of three", "\"a b\"", "\"a b b\"", "not a pair of tokens"),
                bad("three in a list", "\"a b\"", "[\"a\",\"b\",\"b\"]", "not a pair of tokens"),
                bad("a merge of numbers", "\"a b\"", "[0,1]", "not a pair of tokens"),
                bad("a merge that names none", "\"a b\"", "\"a c\"", "the vocabulary has no token \"c\""),
                bad("a merge into none", "\"a b\"", "\"b a\"", "the vocabulary has no token \"ba\""),
                bad("a merge twice", "\"a b\"", "\"a b\",\"a b\"", "an earlier merge has the same two"),
                bad("added: a clash", "\"id\":4", "\"id\":2", "its id 2 is that of \"ab\" already"),
                bad("added: a second id", "\"<end>\"", "\"ab\"", "it has two ids, 2 and 4"),
                bad("added: no text", "\"content\":\"<end>\",", "", "no text \"content\""),
                bad("added: no id", "\"id\":4,", "", "is not a whole number"),
                bad("added: strips", "\"lstrip\":false", "\"lstrip\":true", "lstrip is not supported"),
                bad("added: no list", "\"added_tokens\":[", "\"added_tokens\":3,\"x\":[", "not a list"),
                bad("control signs", "\"a b\"", "\"a \\u0001\\u2028\\n\"", "no token \"???\""));
    }

    private static Arguments bad(String name, String part, String instead, String why) {
        if (!GOOD.contains(part)) {
            throw new IllegalArgumentException("the good file does not hold " + part);
        }
        return arguments(name, GOOD.replace(part, instead), why);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void badFilesAreRefused(String name, String content, String why) throws IOException {
        Path file = write(content);
        Refusal.expect(() -> TokenizerJson.load(file), content.length(), file.toString(), why);
    }

    @Test
    void everyTruncationAndEveryOddByteIsRefused() throws IOException {
        byte[] good = GOOD.strip().getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("tokenizer.json");
        for (int length = 0; length < good.length; length += length < 64 ? 8 : 64) {
            Files.write(file, Arrays.copyOf(good, length));
            Refusal.expect(() -> TokenizerJson.load(file), length, file.toString(), "");
        }
        byte[] odd = good.clone();
        odd[100] = (byte) 0xff;
        Files.write(file, odd);
        Refusal.expect(() -> TokenizerJson.load(file), odd.length, "byte 100", "not valid UTF-8");
        Refusal.expect(() -> TokenizerJson.load(folder), 0, folder.toString(), "not a regular file");
    }

    @Test
    void aTokenIsNoSentenceThatFillsTheScreen() throws IOException {
        Path file = write(GOOD.replace("\"a b\"", "\"a " + "c".repeat(60_000) + "\""));
        Refusal.expect(() -> TokenizerJson.load(file), 60_000, file.toString(), "c".repeat(40) + "…");
    }

    @Test
    void damageIsReadOrRefusedButNeverEscapes() throws IOException {
        BytePairTokenizer trained = BytePairTraining.train(TEXT, 270, Progress.NONE, new Cancellation());
        Path file = folder.resolve("tokenizer.json");
        TokenizerJson.save(trained, file);
        byte[] large = Files.readAllBytes(file);
        byte[] small = GOOD.getBytes(StandardCharsets.UTF_8);
        int[] refused = new int[1];
        for (int mutation = 0; mutation < MUTATIONS; mutation++) {
            CounterRandom random = new CounterRandom(20261126, 1, mutation);
            Files.write(file, Damage.of(mutation % 2 == 0 ? small : large, random));
            int number = mutation;
            assertTimeoutPreemptively(
                    Duration.ofSeconds(10), () -> refused[0] += readOrRefuse(file), () -> "mutation " + number);
        }
        assertTrue(refused[0] > MUTATIONS / 3, "only " + refused[0] + " were refused");
    }

    private static int readOrRefuse(Path file) {
        try {
            assertTrue(TokenizerJson.load(file).vocabularySize() > 0);
            return 0;
        } catch (InvalidInput refusal) {
            assertTrue(refusal.where().contains(file.toString()), refusal.toString());
            assertEquals(1, refusal.toString().lines().count(), refusal.toString());
            return 1;
        }
    }
}
