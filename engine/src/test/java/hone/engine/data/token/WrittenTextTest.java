package hone.engine.data.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.TextCorpus;
import hone.engine.data.story.StoryGenerator;
import hone.engine.data.story.StoryWords;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WrittenTextTest {
    private static final String TEXT = "naïve 猫 𝄞 text, \"quoted\"; ends\n";
    private static final long SEED = 3;

    private static String streamed(Tokenizer tokenizer, String text) {
        WrittenText written = new WrittenText(tokenizer);
        StringBuilder whole = new StringBuilder();
        for (int token : tokenizer.encode(text)) {
            whole.append(written.next(token));
        }
        return whole + written.rest();
    }

    @Test
    void tokenByTokenGivesTheSameTextAsAllAtOnce() {
        assertEquals(TEXT, streamed(new ByteTokenizer(), TEXT));
        assertEquals(TEXT, streamed(CharacterTokenizer.of(TEXT), TEXT));
        assertEquals(TEXT, streamed(BytePairTraining.train(TEXT, 270, Progress.NONE, new Cancellation()), TEXT));
        String story = StoryGenerator.story(SEED, 1).text()
                + StoryGenerator.story(SEED, 2).text();
        assertEquals(story, streamed(StoryWords.all(), story));
    }

    @Test
    void aCharacterAppearsWhenItIsWhole() {
        WrittenText written = new WrittenText(new ByteTokenizer());
        assertEquals("", written.next(0xE7));
        assertEquals("", written.next(0x8C));
        assertEquals("猫", written.next(0xAB));
        assertEquals("\uFFFD", written.next(0xFF));
        assertEquals("", written.next(0xE7));
        assertEquals("\uFFFDa", written.next('a'));
        assertEquals("", written.next(0xE7));
        assertEquals("\uFFFD", written.rest());
        assertThrows(InvalidInput.class, () -> written.next(256));
    }

    @Test
    void aPromptBeginsATextAndDoesNotShowTheEndBefore() {
        StoryWords words = StoryWords.all();
        int[] prompt = words.prompt("once upon a time");
        assertEquals(5, prompt.length);
        assertEquals(words.ending(), OptionalInt.of(prompt[0]));
        assertEquals("once upon a time", new WrittenText(words).begin(prompt));
        assertArrayEquals(new int[] {'h', 'i'}, new ByteTokenizer().prompt("hi"));
        BytePairTokenizer pairs =
                new BytePairTokenizer(new BytePairs(List.of("a", "<|endoftext|>"), List.of(), Set.of(1), false, true));
        assertEquals(OptionalInt.of(1), pairs.ending());
        assertArrayEquals(new int[] {1}, pairs.prompt(""));
        assertArrayEquals(new int[] {0}, pairs.prompt("a"));
    }

    @Test
    void wholeTextsAreJudgedFromTheEndBeforeThem() {
        StoryWords words = StoryWords.all();
        TokenCorpus corpus = TokenCorpus.of(StoryGenerator.text(SEED, 0, 4), words);
        List<TokenWindow> stories = corpus.judging(words.ending(), 1_000);
        assertEquals(3, stories.size());
        for (int i = 0; i < 3; i++) {
            TokenWindow window = stories.get(i);
            assertEquals(words.ending().orElseThrow(), corpus.token(window.start()));
            assertEquals(words.ending().orElseThrow(), corpus.token(window.start() + window.length()));
            assertEquals(StoryGenerator.story(SEED, i + 1).tokens().size(), window.length());
        }
        assertTrue(corpus.texts(words.ending().orElseThrow(), 50).stream().allMatch(window -> window.length() == 50));
        List<TokenWindow> windows = corpus.judging(OptionalInt.empty(), 100);
        assertEquals(corpus.consecutive(100), windows.size());
        assertEquals(new TokenWindow(100, 100), windows.get(1));
        assertThrows(
                InvalidInput.class,
                () -> TokenCorpus.of(new TextCorpus("a", "a"), new ByteTokenizer())
                        .texts('b', 9));
    }
}
