package hone.engine.data.story;

import hone.engine.InvalidInput;
import hone.engine.data.token.TokenDecoder;
import hone.engine.data.token.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * The vocabulary of the stories, a token for each word and mark. The numbers follow the alphabet and never depend on
 * which stories were told.
 */
public final class StoryWords implements Tokenizer {
    /** Ends a story. */
    public static final String END = "<end>";

    private static final String MARKS = ".,?\"";

    /** As many stories use every word with near certainty; the list is checked against it by a test. */
    private static final int STORIES = 4_000;

    private final List<String> words;
    private final Map<String, Integer> ids = new HashMap<>();

    private StoryWords(List<String> words) {
        this.words = List.copyOf(words);
        for (int i = 0; i < words.size(); i++) {
            ids.put(words.get(i), i);
        }
    }

    /**
     * A vocabulary as it was saved.
     *
     * @throws InvalidInput if a word stands in it twice or holds a blank, or none of them ends a story
     */
    public static StoryWords of(List<String> words) {
        StoryWords made = new StoryWords(words);
        if (made.ids.size() != words.size() || !made.ids.containsKey(END)) {
            throw new InvalidInput(
                    "these are not the words of stories",
                    "",
                    made.ids.containsKey(END) ? "one of them stands there twice" : "there is no " + END);
        }
        for (String word : words) {
            if (word.isEmpty() || word.chars().anyMatch(Character::isWhitespace)) {
                throw new InvalidInput("these are not the words of stories", "", "one is empty or holds a blank");
            }
        }
        return made;
    }

    /** All words there are. */
    public static StoryWords all() {
        TreeSet<String> words = new TreeSet<>();
        for (int story = 0; story < STORIES; story++) {
            words.addAll(StoryGenerator.story(0, story).tokens());
        }
        return new StoryWords(new ArrayList<>(words));
    }

    /** The words in the order of their tokens; {@link #of} makes the same vocabulary of them. */
    public List<String> words() {
        return words;
    }

    @Override
    public int vocabularySize() {
        return words.size();
    }

    /** @throws InvalidInput if a token is none of the stories' */
    public int[] ids(List<String> tokens) {
        return tokens.stream().mapToInt(this::id).toArray();
    }

    private int id(String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new InvalidInput("the stories have no such word", token, "they have " + words.size() + " words");
        }
        return id;
    }

    /**
     * The tokens of a text: its words in small letters, its marks, and an end for each line's.
     *
     * @throws InvalidInput if a word is none of the stories'
     */
    @Override
    public int[] encode(String text) {
        String apart = text.toLowerCase(Locale.ROOT)
                .replaceAll("([.,?\"])", " $1 ")
                .replace("\n", " " + END + " ")
                .strip();
        return apart.isEmpty() ? new int[0] : ids(List.of(apart.split("\\s+")));
    }

    /** A word alone; how it is spaced depends on those around it, see {@link #decode}. */
    @Override
    public byte[] bytes(int token) {
        String word = word(token);
        return (word.equals(END) ? "\n" : word).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public TokenDecoder decoder() {
        Spacing spacing = new Spacing();
        return token -> spacing.next(word(token)).getBytes(StandardCharsets.UTF_8);
    }

    /** A story begins behind the end of another. */
    @Override
    public int[] prompt(String text) {
        int[] tokens = encode(text);
        int[] prompt = new int[tokens.length + 1];
        prompt[0] = id(END);
        System.arraycopy(tokens, 0, prompt, 1, tokens.length);
        return prompt;
    }

    @Override
    public OptionalInt ending() {
        return OptionalInt.of(id(END));
    }

    private String word(int token) {
        if (token < 0 || token >= words.size()) {
            throw new InvalidInput("there is no such token", "" + token, "there are " + words.size());
        }
        return words.get(token);
    }

    static String join(List<String> tokens) {
        StringBuilder text = new StringBuilder();
        Spacing spacing = new Spacing();
        tokens.forEach(token -> text.append(spacing.next(token)));
        return text.toString();
    }

    /** Puts blanks between words and none before marks; quotation marks hold together what is between them. */
    private static final class Spacing {
        private boolean quoted;
        private boolean glued = true;

        /** The token as it stands in the text, with the blank that goes before it. */
        String next(String token) {
            if (token.equals(END)) {
                quoted = false;
                glued = true;
                return "\n";
            }
            boolean mark = MARKS.contains(token);
            boolean opens = token.equals("\"") && !quoted;
            String text = !glued && (!mark || opens) ? " " + token : token;
            if (token.equals("\"")) {
                quoted = !quoted;
            }
            glued = opens;
            return text;
        }
    }
}
