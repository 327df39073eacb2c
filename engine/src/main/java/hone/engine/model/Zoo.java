package hone.engine.model;

import hone.engine.InvalidInput;
import java.util.List;
import java.util.stream.Collectors;

/** The architectures that ship, by id. */
public final class Zoo {
    /** The visible list. */
    public static final List<Architecture> ALL = List.of(
            Mlp.DIGITS,
            Cnn.DIGITS,
            Cnn.NORMALIZED_DIGITS,
            EncoderClassifier.DIGITS,
            ResidualCnn.COLOURS,
            NamedGpt.STORIES.architecture());

    private Zoo() {}

    /** Whether a word is kept for a model of the zoo: an id, or what begins like the name of one with sizes of its own. */
    public static boolean isName(String word) {
        return word.startsWith(Mlp.DIGITS.id() + "-")
                || NamedGpt.is(word)
                || ALL.stream().anyMatch(architecture -> architecture.id().equals(word));
    }

    /**
     * The architecture of an id: one of {@link #ALL}, a perceptron of any widths such as {@code mlp-64-32-10}, or
     * a transformer of any sizes, see {@link NamedGpt}.
     *
     * @throws InvalidInput if there is none of that id; the sentence lists those there are
     */
    public static Architecture find(String id) {
        if (id.startsWith(Mlp.DIGITS.id() + "-")) {
            return Mlp.named(id);
        }
        if (NamedGpt.is(id)) {
            return NamedGpt.parse(id).architecture();
        }
        return ALL.stream()
                .filter(architecture -> architecture.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(
                        "there is no such model",
                        id,
                        "the models are " + ALL.stream().map(Architecture::id).collect(Collectors.joining(", "))));
    }
}
