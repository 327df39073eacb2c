package hone.app.cli;

import hone.app.Judgeable;
import hone.app.Services;
import hone.app.model.OpenedModel;
import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.DataSpec;
import hone.engine.model.Architecture;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The words that say which model, with which weights, on which data. */
final class ModelOptions {
    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "which model: mlp, cnn, cnn-bn, encoder, resnet or gpt, one with sizes of your own such as"
                    + " mlp-64-32-10, one of the library, or a file (see hone import --help)")
    String model = "";

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "generated, generated:seed=N, idx:DIR, csv:FILE, images:DIR, cifar10:DIR or cifar100:DIR;"
                    + " for language models stories, stories:seed=N or text:FILE"
                    + " (default: what the model was trained on, or generated, or stories)")
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

    /**
     * Opens the model.
     *
     * @throws InvalidInput if there is none, or the data that is named is no data
     */
    OpenedModel open(Services services, Progress progress, Cancellation stop) {
        if (data != null) {
            DataSpec.parse(data); // before anything is loaded
        }
        return services.models()
                .open(
                        model,
                        Optional.ofNullable(checkpoint).map(file -> path("--checkpoint", file)),
                        Optional.empty(),
                        progress,
                        stop);
    }

    /** The data that is named, or what the model is for where none is; divided by the file if there is one. */
    DataSpec dataSpec(OpenedModel opened) {
        if (data != null) {
            return divided(DataSpec.parse(data), split);
        }
        DataSpec usual = Judgeable.usualData(
                opened.architecture(), opened.artefact().provenance().facts());
        return split == null ? usual : divided(usual.undivided(), split);
    }

    /**
     * The data that is named, or what the architecture is for where none is; divided by the file if there is one.
     *
     * @param facts of a model that there is already
     */
    DataSpec dataSpec(Architecture architecture, Map<String, String> facts) {
        return divided(data == null ? Judgeable.usualData(architecture, facts) : DataSpec.parse(data), split);
    }

    /** The data, divided by the file if there is one. */
    static DataSpec divided(DataSpec whole, @Nullable String split) {
        return split == null ? whole : whole.dividedBy(path("--split", split));
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
