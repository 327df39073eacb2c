package hone.engine.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.Damage;
import hone.engine.data.story.StoryWords;
import hone.engine.data.token.BytePairTraining;
import hone.engine.data.token.ByteTokenizer;
import hone.engine.data.token.CharacterTokenizer;
import hone.engine.data.token.Tokenizer;
import hone.engine.format.llama2c.Llama2cText;
import hone.engine.format.llama2c.Llama2cTokenizer;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.model.NamedGpt;
import hone.engine.random.CounterRandom;
import hone.engine.run.Fixtures;
import hone.engine.run.PlanRequest;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokenizers of every kind as the text that a checkpoint carries. */
class TokenizerTextTest {
    private static final long SEED = 8;
    private static final int MUTATIONS = 400;
    private static final String TEXT = "the fox and the rabbit";

    @TempDir
    Path folder;

    private static final byte[] PIECES =
            pieces("<unk> <s> </s> t h e f o x a n d r b i th the fo fox _".split(" ", -1));

    private final MemoryBudget budget = new MemoryBudget(64L << 20);

    static Stream<Tokenizer> tokenizers() {
        return Stream.of(
                new ByteTokenizer(),
                CharacterTokenizer.of(TEXT + "𝄞\"\\\n"),
                StoryWords.all(),
                BytePairTraining.train(TEXT, 260, Progress.NONE, new Cancellation()),
                new Llama2cText(Llama2cTokenizer.read("test", PIECES, 20)));
    }

    private static byte[] pieces(String... pieces) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 17 * pieces.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(9);
        for (int i = 0; i < pieces.length; i++) {
            bytes.putFloat(-i)
                    .putInt(pieces[i].length())
                    .put(pieces[i].replace('_', ' ').getBytes(StandardCharsets.UTF_8));
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void everyKindIsReadBackTheSame(Tokenizer tokenizer) {
        String text = TokenizerText.write(tokenizer);
        Tokenizer read = TokenizerText.read(text, "test");
        assertEquals(tokenizer.getClass(), read.getClass());
        assertEquals(tokenizer.vocabularySize(), read.vocabularySize());
        assertArrayEquals(tokenizer.encode(TEXT), read.encode(TEXT));
        assertEquals(text, TokenizerText.write(read));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"kind\":\"morse\"}",
                "{\"kind\":7}",
                "{\"kind\":{}}",
                "{\"kind\":\"characters\"}",
                "{\"kind\":\"characters\",\"alphabet\":\"\"}",
                "{\"kind\":\"characters\",\"alphabet\":\"ba\"}",
                "{\"kind\":\"characters\",\"alphabet\":\"aa\"}",
                "{\"kind\":\"characters\",\"alphabet\":\"\\ud834\"}",
                "{\"kind\":\"characters\",\"alphabet\":[1]}",
                "{\"kind\":\"words\"}",
                "{\"kind\":\"words\",\"words\":{}}",
                "{\"kind\":\"words\",\"words\":[]}",
                "{\"kind\":\"words\",\"words\":[\"a\"]}",
                "{\"kind\":\"words\",\"words\":[\"a\",\"a\",\"<end>\"]}",
                "{\"kind\":\"words\",\"words\":[\"a b\",\"<end>\"]}",
                "{\"kind\":\"words\",\"words\":[\"\",\"<end>\"]}",
                "{\"kind\":\"words\",\"words\":[3,\"<end>\"]}",
                "{\"kind\":\"words\",\"words\":[null]}",
                "{\"kind\":\"bpe\"}",
                "{\"kind\":\"bpe\",\"tokenizer\":\"x\"}",
                "{\"kind\":\"bpe\",\"tokenizer\":{\"model\":{\"type\":\"BPE\"}}}",
                "{\"kind\":\"bytes\",\"kind\":\"bytes\"}",
                "{\"kind\":\"bytes\"} x",
                "{\"kind\":\"bytes\",\"alphabet\":\"ab\"}",
                "{\"kind\":\"characters\",\"alphabet\":\"ab\",\"size\":2}",
                "{\"kind\":\"words\",\"words\":[\"<end>\"],\"file\":\"\"}",
                "{\"kind\":\"bpe\",\"tokenizer\":{},\"x\":{}}",
                "[{\"kind\":\"bytes\"}]"
            })
    void badTextsAreRefused(String text) {
        InvalidInput refused = assertThrows(InvalidInput.class, () -> TokenizerText.read(text, "test"));
        assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
    }

    @Test
    void aWordHasALimit() {
        String text = "{\"kind\":\"words\",\"words\":[\"<end>\",\"" + "a".repeat(257) + "\"]}";
        assertThrows(InvalidInput.class, () -> TokenizerText.read(text, "test"));
        assertThrows(InvalidInput.class, () -> TokenizerText.read("[".repeat(100_000), "test"));
    }

    /** What could not be read back is not written. */
    @Test
    void aTokenizerThatIsTooLongIsNotSaved() {
        String[] words = new String[200_000];
        Arrays.setAll(words, i -> "p%08d".formatted(i));
        Tokenizer large = new Llama2cText(Llama2cTokenizer.read("test", pieces(words), words.length));
        Model model = Fixtures.model(
                NamedGpt.parse("gpt-1-8-2-9").architecture().graph().get(), budget, SEED);
        Artefact artefact = new Artefact(
                new Setup(model, PlanRequest.baseline(1)), Recipe.NONE, Provenance.UNKNOWN, Optional.of(large));
        Path file = folder.resolve("large.safetensors");
        try (MemoryRegion region = budget.open(Category.WEIGHTS, "test")) {
            InvalidInput refused = assertThrows(InvalidInput.class, () -> artefact.save(file, region));
            assertTrue(refused.getMessage().contains("at most " + Json.LONGEST_TEXT), refused.getMessage());
            assertFalse(Files.exists(file));
        }
    }

    @Test
    void damageIsRefusedOrGivesAnotherTokenizer() {
        byte[] good = TokenizerText.write(CharacterTokenizer.of(TEXT)).getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            String bad = new String(Damage.of(good, new CounterRandom(SEED, 1, i)), StandardCharsets.UTF_8);
            try {
                assertTrue(TokenizerText.read(bad, "test").vocabularySize() > 0);
            } catch (InvalidInput _) {
                refused++;
            }
        }
        assertTrue(refused > MUTATIONS / 2, refused + " of " + MUTATIONS + ", seed " + SEED);
    }

    @Test
    void aCheckpointCarriesItsTokenizer() {
        CharacterTokenizer tokenizer = CharacterTokenizer.of(TEXT);
        NamedGpt named = NamedGpt.parse("gpt-1-8-2-9").withVocabulary(tokenizer.vocabularySize());
        Model model = Fixtures.model(named.architecture().graph().get(), budget, SEED);
        Setup setup = new Setup(model, PlanRequest.baseline(1));
        Path file = folder.resolve("gpt.safetensors");
        try (MemoryRegion region = budget.open(Category.WEIGHTS, "test")) {
            new Artefact(setup, Recipe.NONE, Provenance.UNKNOWN, Optional.of(tokenizer)).save(file, region);
            Artefact read = Artefact.load(file, region);
            assertEquals(TEXT, read.tokenizer().orElseThrow().decode(tokenizer.encode(TEXT)));
            new Artefact(setup, Recipe.NONE, Provenance.UNKNOWN, Optional.of(new ByteTokenizer())).save(file, region);
            InvalidInput other = assertThrows(InvalidInput.class, () -> Artefact.load(file, region));
            assertTrue(other.getMessage().contains("256 tokens"), other.getMessage());
            assertTrue(other.getMessage().contains(file.toString()), other.getMessage());
            new Artefact(setup, Recipe.NONE, Provenance.UNKNOWN).save(file, region);
            assertTrue(Artefact.load(file, region).tokenizer().isEmpty());
        }
    }
}
