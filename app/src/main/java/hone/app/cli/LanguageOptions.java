package hone.app.cli;

import hone.engine.InvalidInput;
import hone.engine.train.LanguageSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code train} takes for language models alone. */
final class LanguageOptions {
    private static final int STEPS = 2_000;
    private static final int BATCH = 16;

    @Option(
            names = "--tokenizer",
            paramLabel = "T",
            description = "of a language model: words (the stories' own), char, byte, bpe:N, or a tokenizer.json"
                    + " (default: words for stories, else char; the model's own where it has weights)")
    private @Nullable String tokenizer;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "of a language model's optimizer (default: " + STEPS + ")")
    private @Nullable Integer steps;

    @Option(
            names = "--length",
            paramLabel = "N",
            description = "tokens of a language model's window (default: the model's context)")
    private @Nullable Integer length;

    /** Adds those that were given; a file of this machine without its path. */
    void addTo(GivenOptions given, TrainingOptions shared) {
        given.put("--tokenizer", tokenizer == null || TokenizerChoice.isMade(tokenizer) ? tokenizer : "FILE")
                .put("--steps", steps)
                .put("--batch", shared.batch())
                .put("--length", length);
    }

    /** @throws InvalidInput if one was given, as they are for language models alone */
    void refuseAll(String model) {
        GivenOptions given = new GivenOptions();
        given.put("--tokenizer", tokenizer).put("--steps", steps).put("--length", length);
        given.first().ifPresent(name -> {
            throw new InvalidInput("this option is for language models", name, model + " is none");
        });
    }

    @Nullable
    String tokenizer() {
        return tokenizer;
    }

    /** The tokenizer's file, if it is one that a model of another program is to be read with. */
    Optional<Path> tokenizerFile() {
        return Optional.ofNullable(tokenizer)
                .filter(choice -> !TokenizerChoice.isMade(choice))
                .map(choice -> ModelOptions.path("--tokenizer", choice));
    }

    /**
     * The settings of a run.
     *
     * @param context most tokens of the model's windows
     * @throws InvalidInput if one is out of its range
     */
    LanguageSettings settings(int context, TrainingOptions shared, long seed) {
        if (length != null && length > context) {
            throw new InvalidInput(
                    "the windows are too long for the model", "--length " + length, "its context has " + context);
        }
        Integer batch = shared.batch();
        return shared.on(LanguageSettings.usual(
                steps == null ? STEPS : steps, batch == null ? BATCH : batch, length == null ? context : length, seed));
    }
}
