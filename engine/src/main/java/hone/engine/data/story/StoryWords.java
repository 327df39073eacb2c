package hone.engine.data.story;

import hone.engine.InvalidInput;
import hone.engine.data.token.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    /** All words there are. */
    public static StoryWords all() {
        TreeSet<String> words = new TreeSet<>();
        for (int story = 0; story < STORIES; story++) {
            words.addAll(StoryGenerator.story(0, story).tokens());
        }
        return new StoryWords(new ArrayList<>(words));
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

    /** The words of these tokens, as people write them. */
    @Override
    public String decode(int... tokens) {
        return join(java.util.Arrays.stream(tokens).mapToObj(this::word).toList());
    }

    private String word(int token) {
        if (token < 0 || token >= words.size()) {
            throw new InvalidInput("there is no such token", "" + token, "there are " + words.size());
        }
        return words.get(token);
    }

    static String join(List<String> tokens) {
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        boolean glued = true;
        for (String token : tokens) {
            if (token.equals(END)) {
                text.append('\n');
                quoted = false;
                glued = true;
                continue;
            }
            boolean mark = MARKS.contains(token);
            boolean opens = token.equals("\"") && !quoted;
            if (!glued && (!mark || opens)) {
                text.append(' ');
            }
            text.append(token);
            if (token.equals("\"")) {
                quoted = !quoted;
            }
            glued = opens;
        }
        return text.toString();
    }
}
