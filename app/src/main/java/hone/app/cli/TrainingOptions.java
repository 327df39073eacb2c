package hone.app.cli;

import hone.engine.train.LanguageSettings;
import hone.engine.train.StepMemory;
import hone.engine.train.TrainingSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code train} takes for models of all kinds. */
final class TrainingOptions {
    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "samples, or windows of a text, of one step (default: 64, or 16 windows)")
    private @Nullable Integer batch;

    @Mixin
    private final OptimizationOptions optimization = new OptimizationOptions();

    @Mixin
    private final RegularizationOptions regularization = new RegularizationOptions();

    @Option(
            names = "--accumulate",
            paramLabel = "K",
            description = "compute each step's batch in K parts, one after the other, and add up their gradients:"
                    + " the same step with the activations of one part (default: 1)")
    private @Nullable Integer accumulate;

    @Option(
            names = "--checkpoint-gradients",
            description =
                    "compute parts of the forward pass again in the backward pass instead of keeping their values:"
                            + " the same bits with less memory and more time")
    private boolean recompute;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "stop early once the loss on held-out samples has not fallen for N epochs, or for N of the"
                    + " twenty points of a text's curve, and keep the weights of the best; a tenth of the training"
                    + " samples is held out for it (default: train to the end)")
    private @Nullable Integer patience;

    @Nullable
    Integer batch() {
        return batch;
    }

    RegularizationOptions regularization() {
        return regularization;
    }

    /** Adds those that were given, but for the batch. */
    void addTo(GivenOptions given) {
        optimization.addTo(given);
        regularization.addTo(given);
        given.put("--accumulate", accumulate)
                .put("--checkpoint-gradients", recompute)
                .put("--patience", patience);
    }

    /** @throws hone.engine.InvalidInput if one is out of its range */
    TrainingSettings on(TrainingSettings usual) {
        TrainingSettings settings = batch == null ? usual : usual.withBatch(batch);
        settings = settings.optimizing(optimization::on)
                .regularizing(regularization::on)
                .spending(this::on);
        return patience == null ? settings : settings.withPatience(patience);
    }

    /** @throws hone.engine.InvalidInput if one is out of its range */
    LanguageSettings on(LanguageSettings usual) {
        LanguageSettings settings = usual.optimizing(optimization::on)
                .regularizing(regularization::on)
                .spending(this::on);
        return patience == null ? settings : settings.withPatience(patience);
    }

    private StepMemory on(StepMemory usual) {
        return usual.withParts(accumulate == null ? usual.parts() : accumulate).withRecompute(recompute);
    }
}
