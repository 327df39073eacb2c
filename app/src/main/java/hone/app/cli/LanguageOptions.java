package hone.app.cli;

import hone.engine.InvalidInput;
import hone.engine.model.NamedGpt;
import hone.engine.train.LanguageSettings;
import java.util.LinkedHashMap;
import java.util.Map;
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
                    + " (default: words for stories, else char)")
    private @Nullable String tokenizer;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "of a language model's optimizer (default: " + STEPS + ")")
    private @Nullable Integer steps;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "windows of a language model's step (default: " + BATCH + ")")
    private @Nullable Integer batch;

    @Option(
            names = "--length",
            paramLabel = "N",
            description = "tokens of a language model's window (default: the model's context)")
    private @Nullable Integer length;

    @Option(names = "--learning-rate", paramLabel = "R", description = "of a language model (default: 0.002)")
    private @Nullable Double learningRate;

    @Option(names = "--weight-decay", paramLabel = "D", description = "of a language model (default: 0.01)")
    private @Nullable Double weightDecay;

    @Option(
            names = "--clip",
            paramLabel = "C",
            description = "the largest norm of a language model's gradients (default: 1)")
    private @Nullable Double clip;

    /** Those that were given, by name, in one order. */
    Map<String, Object> given() {
        Map<String, Object> given = new LinkedHashMap<>();
        put(given, "--tokenizer", tokenizer);
        put(given, "--steps", steps);
        put(given, "--batch", batch);
        put(given, "--length", length);
        put(given, "--learning-rate", learningRate);
        put(given, "--weight-decay", weightDecay);
        put(given, "--clip", clip);
        return given;
    }

    /** As one writes them; a file of this machine without its path. */
    String text() {
        StringBuilder text = new StringBuilder();
        given().forEach((name, value) -> text.append(' ')
                .append(name)
                .append(' ')
                .append(value.equals(tokenizer) && !TokenizerChoice.isMade(value.toString()) ? "FILE" : value));
        return text.toString();
    }

    private static void put(Map<String, Object> given, String name, @Nullable Object value) {
        if (value != null) {
            given.put(name, value);
        }
    }

    /** @throws InvalidInput if one was given, as they are for language models alone */
    void refuseAll(String model) {
        given().keySet().stream().findFirst().ifPresent(name -> {
            throw new InvalidInput("this option is for language models", name, model + " is none");
        });
    }

    @Nullable
    String tokenizer() {
        return tokenizer;
    }

    /** @throws InvalidInput if one is out of its range */
    LanguageSettings settings(NamedGpt model, long seed) {
        int context = model.dimensions().context();
        if (length != null && length > context) {
            throw new InvalidInput(
                    "the windows are too long for the model", "--length " + length, "its context has " + context);
        }
        LanguageSettings usual = LanguageSettings.usual(
                steps == null ? STEPS : steps, batch == null ? BATCH : batch, length == null ? context : length, seed);
        return usual.optimizing(
                moving -> moving.withLearningRate(learningRate == null ? moving.learningRate() : learningRate)
                        .withWeightDecay(weightDecay == null ? moving.weightDecay() : weightDecay)
                        .withClipNorm(clip == null ? moving.clipNorm() : clip));
    }
}
