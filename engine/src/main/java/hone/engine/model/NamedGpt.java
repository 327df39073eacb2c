package hone.engine.model;

import hone.engine.InvalidInput;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * A decoder-only transformer that a name says everything of: {@code gpt-LAYERS-WIDTH-HEADS-CONTEXT}, and behind that in
 * any order {@code kvN} (heads of keys and values), {@code hN} (elements between the halves of a feed-forward),
 * {@code vN} (tokens of the vocabulary), and what makes it differ from Llama's form: {@code learnt} positions,
 * {@code layernorm}, {@code gelu}, {@code bias}, {@code untied}; {@code gpt2} is the first four of these.
 *
 * @param dimensions its sizes
 * @param options its differences from Llama's form
 */
public record NamedGpt(GptDimensions dimensions, Set<Option> options) {
    /** A difference from Llama's form. */
    public enum Option {
        /** A learnt vector for each position instead of a rotation. */
        LEARNT,
        /** Normalization by mean and variance instead of the root mean square. */
        LAYERNORM,
        /** Two matrices with GELU between them instead of SwiGLU's three. */
        GELU,
        /** Linear layers have biases. */
        BIAS,
        /** The output has a weight of its own instead of the embedding's table. */
        UNTIED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The tokens of the stories; a test compares. */
    public static final int STORY_VOCABULARY = 250;

    /** What ships, for the stories. */
    public static final NamedGpt STORIES =
            new NamedGpt(new GptDimensions(4, 6, 6, 96, 256, STORY_VOCABULARY, 160), Set.of());

    /** How a name is written, for messages. */
    public static final String FORM = "gpt-LAYERS-WIDTH-HEADS-CONTEXT, such as gpt-4-128-4-128, with -kvN, -hN, -vN, "
            + "-learnt, -layernorm, -gelu, -bias, -untied or -gpt2 behind it";

    private static final String ID = "gpt";
    private static final Set<Option> GPT2 = EnumSet.of(Option.LEARNT, Option.LAYERNORM, Option.GELU, Option.BIAS);
    private static final int MOST = 1 << 20;
    private static final int MOST_LAYERS = 1_000;
    private static final int MOST_WORDS = 16;

    public NamedGpt {
        options = Set.copyOf(options);
    }

    /** Whether an id is of this form. */
    static boolean is(String id) {
        return id.equals(ID) || id.startsWith(ID + "-");
    }

    /**
     * The transformer of a name.
     *
     * @throws InvalidInput if the name is not of the form, or its sizes do not go together
     */
    public static NamedGpt parse(String id) {
        return id.equals(ID) ? STORIES : new Words(id).parsed();
    }

    /** The shortest name. */
    public String id() {
        if (equals(STORIES)) {
            return ID;
        }
        GptDimensions sizes = dimensions;
        List<String> words = new ArrayList<>(
                List.of(ID, "" + sizes.layers(), "" + sizes.width(), "" + sizes.heads(), "" + sizes.context()));
        if (sizes.kvHeads() != sizes.heads()) {
            words.add("kv" + sizes.kvHeads());
        }
        if (sizes.hidden() != usualHidden(sizes.width(), options)) {
            words.add("h" + sizes.hidden());
        }
        if (sizes.vocabulary() != STORY_VOCABULARY) {
            words.add("v" + sizes.vocabulary());
        }
        boolean gpt2 = options.containsAll(GPT2);
        if (gpt2) {
            words.add("gpt2");
        }
        for (Option option : Option.values()) {
            if (options.contains(option) && !(gpt2 && GPT2.contains(option))) {
                words.add(option.word());
            }
        }
        return String.join("-", words);
    }

    /** The same for another vocabulary. */
    public NamedGpt withVocabulary(int other) {
        GptDimensions sizes = dimensions;
        return new NamedGpt(
                new GptDimensions(
                        sizes.layers(),
                        sizes.heads(),
                        sizes.kvHeads(),
                        sizes.width(),
                        sizes.hidden(),
                        other,
                        sizes.context()),
                options);
    }

    /** Its other differences. */
    public GptForm form() {
        GptForm usual = GptForm.LLAMA;
        return new GptForm(
                options.contains(Option.LEARNT) ? GptForm.Positions.LEARNT : usual.positions(),
                usual.rotaryBase(),
                options.contains(Option.LAYERNORM) ? GptForm.Normalization.LAYER : usual.normalization(),
                usual.epsilon(),
                options.contains(Option.GELU) ? GptForm.FeedForward.GELU_TANH : usual.feedForward(),
                options.contains(Option.BIAS),
                !options.contains(Option.UNTIED),
                0);
    }

    /** The architecture of that name, over whole sequences. */
    public Architecture architecture() {
        GptDimensions sizes = dimensions;
        return new Architecture(
                id(),
                "GPT of " + sizes.layers() + " layers, width " + sizes.width(),
                "A transformer that continues a text: " + sizes.layers() + " layers, " + sizes.heads()
                        + " heads, width " + sizes.width() + ", up to " + sizes.context() + " of "
                        + sizes.vocabulary() + " tokens.",
                Task.LANGUAGE,
                Gpt.IDS,
                Gpt.LOGITS,
                () -> Gpt.whole(dimensions, form()));
    }

    /** Llama's 8/3 of the width in steps of 32, or GPT-2's fourfold. */
    private static int usualHidden(int width, Set<Option> options) {
        return options.contains(Option.GELU) ? 4 * width : (8 * width / 3 + 31) / 32 * 32;
    }

    /** A name that is being read. */
    private static final class Words {
        private final String id;
        private final String[] words;
        private final Set<Option> options = EnumSet.noneOf(Option.class);
        private int kvHeads;
        private int hidden;
        private int vocabulary;

        Words(String id) {
            this.id = id;
            words = id.split("-", -1);
        }

        NamedGpt parsed() {
            if (words.length < 5 || words.length > MOST_WORDS) {
                throw wrong("four sizes are due");
            }
            for (int i = 5; i < words.length; i++) {
                option(words[i]);
            }
            ToIntFunction<Integer> size = place -> number(words[place], words[place]);
            int layers = size.applyAsInt(1);
            int width = size.applyAsInt(2);
            int heads = size.applyAsInt(3);
            if (layers > MOST_LAYERS) {
                throw wrong("more than " + MOST_LAYERS + " layers");
            }
            try {
                return new NamedGpt(
                        new GptDimensions(
                                layers,
                                heads,
                                kvHeads == 0 ? heads : kvHeads,
                                width,
                                hidden == 0 ? usualHidden(width, options) : hidden,
                                vocabulary == 0 ? STORY_VOCABULARY : vocabulary,
                                size.applyAsInt(4)),
                        options);
            } catch (InvalidInput e) {
                throw wrong(e.getMessage());
            }
        }

        private void option(String word) {
            if (word.equals("gpt2")) {
                options.addAll(GPT2);
            } else if (word.startsWith("kv")) {
                kvHeads = number(word.substring(2), word);
            } else if (word.startsWith("h")) {
                hidden = number(word.substring(1), word);
            } else if (word.startsWith("v")) {
                vocabulary = number(word.substring(1), word);
            } else {
                for (Option option : Option.values()) {
                    if (option.word().equals(word)) {
                        options.add(option);
                        return;
                    }
                }
                throw wrong("\"" + word + "\" is no part of such a name");
            }
        }

        private int number(String digits, String word) {
            if (!digits.matches("[1-9][0-9]{0,6}") || Integer.parseInt(digits) > MOST) {
                throw wrong("\"" + word + "\" is no size of 1 to " + MOST);
            }
            return Integer.parseInt(digits);
        }

        private InvalidInput wrong(String why) {
            return new InvalidInput("there is no such model", id, why, "write " + FORM);
        }
    }
}
