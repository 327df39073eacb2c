package hone.engine.data.story;

import java.util.List;

/**
 * A story.
 *
 * @param tokens its words and marks, in order
 * @param nats minus the logarithm of its probability: no model of the language can do better on average
 */
public record Story(List<String> tokens, double nats) {
    public Story {
        tokens = List.copyOf(tokens);
    }

    /** As people write it: words apart, marks at the word before. */
    public String text() {
        return StoryWords.join(tokens);
    }
}
