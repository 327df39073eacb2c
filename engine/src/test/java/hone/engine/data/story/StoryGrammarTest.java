package hone.engine.data.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoryGrammarTest {
    private static final long SEED = 44;

    @Test
    void everyStoryOfTheGeneratorIsOne() {
        for (int i = 0; i < 1_000; i++) {
            Story story = StoryGenerator.story(SEED, i);
            assertEquals(Optional.empty(), StoryGrammar.problem(story.tokens()), story.text());
        }
    }

    /** A word that another of the vocabulary replaces at random hardly ever leaves a story of the grammar. */
    @Test
    void aWrongWordIsSeen() {
        List<String> words = StoryWords.all().words();
        int seen = 0;
        for (int i = 0; i < 500; i++) {
            List<String> tokens = new ArrayList<>(StoryGenerator.story(SEED, i).tokens());
            CounterRandom random = new CounterRandom(SEED, 9, i);
            tokens.set(random.nextInt(tokens.size()), words.get(random.nextInt(words.size())));
            seen += StoryGrammar.problem(tokens).isPresent() ? 1 : 0;
        }
        assertTrue(seen >= 475, seen + " of 500 were seen, seed " + SEED);
    }

    @Test
    void whoIsWhoMatters() {
        Story story = StoryGenerator.story(SEED, 3);
        List<String> pronouns = story.tokens().stream()
                .map(token -> switch (token) {
                    case "he" -> "she";
                    case "she" -> "he";
                    default -> token;
                })
                .toList();
        assertTrue(StoryGrammar.problem(pronouns).isPresent(), story.text());
        assertTrue(StoryGrammar.problem(story.tokens().subList(0, 20)).isPresent());
        List<String> slip = new ArrayList<>();
        int loss = 0;
        while (!StoryGenerator.story(SEED, loss).tokens().contains("lost")) {
            loss++;
        }
        slip.addAll(StoryGenerator.story(SEED, loss).tokens());
        int answers = 0;
        for (int i = 0; i < slip.size() - 2; i++) {
            if (slip.get(i).equals("said") && slip.get(i + 1).equals("the")) {
                answers = i + 2;
            }
        }
        slip.set(answers, slip.get(answers).equals("fox") ? "pig" : "fox");
        assertTrue(StoryGrammar.problem(slip).orElseThrow().contains("answers where"), String.join(" ", slip));
        assertEquals(Optional.empty(), StoryGrammar.problemButForTheAnimal(slip));
        List<String> more = new ArrayList<>(story.tokens());
        more.add("again");
        assertTrue(StoryGrammar.problem(more).isPresent());
    }
}
