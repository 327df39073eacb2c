package hone.engine.data.story;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoryGeneratorTest {
    private static final long SEED = 31;

    @Test
    void theSameSeedTellsTheSameStories() {
        assertEquals(StoryGenerator.story(SEED, 5), StoryGenerator.story(SEED, 5));
        assertNotEquals(StoryGenerator.story(SEED, 5), StoryGenerator.story(SEED, 6));
        assertNotEquals(StoryGenerator.story(SEED, 5), StoryGenerator.story(SEED + 1, 5));
    }

    @Test
    void aStoryReadsAsOne() {
        for (int i = 0; i < 500; i++) {
            Story story = StoryGenerator.story(SEED, i);
            String text = story.text();
            assertTrue(text.startsWith("once upon a time there was a "), text);
            assertTrue(text.endsWith(".\n"), text);
            assertEquals(0, text.chars().filter(c -> c == '"').count() % 2, text);
            assertTrue(text.matches("[a-z .,?\"]+\n"), text);
            assertTrue(!text.contains(" .") && !text.contains(" ,") && !text.contains("  "), text);
            List<String> tokens = story.tokens();
            String hero = tokens.get(tokens.indexOf("named") + 1);
            String friend = tokens.get(tokens.lastIndexOf("named") + 1);
            assertNotEquals(hero, friend, text);
            String pronoun = pronoun(hero);
            assertTrue(tokens.contains(pronoun), text);
            if (pronoun.equals(pronoun(friend))) {
                assertTrue(!tokens.contains(pronoun.equals("she") ? "he" : "she"), text);
            }
        }
    }

    private static String pronoun(String name) {
        return Words.HEROES.stream()
                .filter(hero -> hero.name().equals(name))
                .findFirst()
                .orElseThrow()
                .subject();
    }

    /** If two ways of choosing wrote one text, its true probability would be their sum, and the entropy too high. */
    @Test
    void aTextTellsItsChoices() {
        Map<String, Double> nats = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            Story story = StoryGenerator.story(SEED, i);
            Double before = nats.put(story.text(), story.nats());
            assertTrue(before == null || before == story.nats(), story.text());
        }
    }

    @Test
    void theVocabularyIsAFewHundredWordsAndHoldsEveryStory() {
        StoryWords words = StoryWords.all();
        assertTrue(
                words.vocabularySize() >= 200 && words.vocabularySize() <= 400, "there are " + words.vocabularySize());
        for (int i = 0; i < 2_000; i++) {
            Story story = StoryGenerator.story(SEED, i);
            int[] ids = words.ids(story.tokens());
            assertEquals(story.text(), words.decode(ids));
            assertArrayEquals(ids, words.encode(story.text()));
        }
    }

    @Test
    void foreignWordsAreNamed() {
        StoryWords words = StoryWords.all();
        InvalidInput foreign = assertThrows(InvalidInput.class, () -> words.encode("once upon a spaceship"));
        assertTrue(foreign.getMessage().contains("spaceship"), foreign.getMessage());
        assertThrows(InvalidInput.class, () -> words.decode(new int[] {words.vocabularySize()}));
        assertEquals(0, words.encode("  ").length);
    }
}
