package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.story.Story;
import hone.engine.data.story.StoryGenerator;
import java.util.OptionalDouble;

/**
 * Stories of our own, told by {@link StoryGenerator}: {@link #TRAIN} to learn from, others of the same seed to choose
 * settings by and to judge by.
 *
 * @param seed of the collection
 */
record StoryData(long seed) implements DataSpec {
    static final int TRAIN = 20_000;
    static final int VALIDATION = 60;
    static final int TEST = 400;

    private static final long FIRST_VALIDATION = 1_000_000;
    private static final long FIRST_TEST = 2_000_000;
    private static final String NAME = "stories";
    private static final String SEEDED = NAME + ":seed=";

    static boolean is(String text) {
        return text.equals(NAME) || text.startsWith(NAME + ":");
    }

    /** @throws InvalidInput if the text is neither {@code stories} nor {@code stories:seed=N} */
    static StoryData parse(String text) {
        if (text.equals(NAME)) {
            return new StoryData(DEFAULT_SEED);
        }
        try {
            if (text.startsWith(SEEDED)) {
                return new StoryData(Long.parseLong(text.substring(SEEDED.length())));
            }
        } catch (NumberFormatException _) {
            throw DataOptions.refusal(text, "the seed is not a 64-bit whole number");
        }
        throw DataOptions.refusal(text, "stories have nothing but a seed");
    }

    @Override
    public String text() {
        return SEEDED + seed;
    }

    @Override
    public TextCorpus loadText() {
        return StoryGenerator.text(seed, 0, TRAIN);
    }

    @Override
    public TextCorpus.Parts loadParts() {
        return new TextCorpus.Parts(
                loadText(),
                StoryGenerator.text(seed, FIRST_VALIDATION, VALIDATION),
                StoryGenerator.text(seed, FIRST_TEST, TEST));
    }

    @Override
    public OptionalDouble entropy() {
        double nats = 0;
        long tokens = 0;
        for (int i = 0; i < TEST; i++) {
            Story story = StoryGenerator.story(seed, FIRST_TEST + i);
            nats += story.nats();
            tokens += story.tokens().size();
        }
        return OptionalDouble.of(nats / tokens);
    }

    @Override
    public Corpus load(Progress progress, Cancellation cancellation) {
        throw unlabelled();
    }

    @Override
    public LabelledImages loadEvaluation(Progress progress, Cancellation cancellation) {
        throw unlabelled();
    }

    private InvalidInput unlabelled() {
        return new InvalidInput(
                "cannot use the data", text(), "stories have no labels, and this model answers with classes");
    }
}
