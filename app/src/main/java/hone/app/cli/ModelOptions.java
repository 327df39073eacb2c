package hone.app.cli;

import hone.app.Experiment;
import hone.engine.InvalidInput;
import hone.engine.data.DataSpec;
import hone.engine.format.Artefact;
import hone.engine.format.Checkpoints;
import hone.engine.model.Architecture;
import hone.engine.model.Zoo;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The words that say which model, with which weights, on which data. */
final class ModelOptions {
    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description =
                    "which model: mlp, cnn, cnn-bn, encoder, resnet or gpt, or one with sizes of your own such as mlp-64-32-10")
    String model = "";

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "generated, generated:seed=N, idx:DIR, csv:FILE, images:DIR, cifar10:DIR or cifar100:DIR;"
                    + " for language models stories, stories:seed=N or text:FILE (default: generated, or stories)")
    @Nullable
    String data;

    @Option(
            names = "--split",
            paramLabel = "FILE",
            description = "lines of train,INDEX and test,INDEX that divide the data; the test part judges")
    @Nullable
    String split;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description = "weights to use instead of those that ship with the program")
    @Nullable
    String checkpoint;

    Architecture architecture() {
        return Zoo.find(model);
    }

    DataSpec dataSpec() {
        return dataSpec(architecture(), data, split);
    }

    /** The data, or what the model is for where none is named; divided by the file if there is one. */
    static DataSpec dataSpec(Architecture model, @Nullable String data, @Nullable String split) {
        DataSpec whole = DataSpec.parse(data == null ? Experiment.usualData(model) : data);
        return split == null ? whole : whole.dividedBy(path("--split", split));
    }

    Artefact artefact(Checkpoints checkpoints) {
        return checkpoint == null
                ? checkpoints.shipped(architecture())
                : checkpoints.load(path("--checkpoint", checkpoint), architecture());
    }

    /** @throws InvalidInput if the text is no path at all */
    static Path path(String option, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InvalidInput("this is not a path", option + " " + text, e.getReason());
        }
    }
}
