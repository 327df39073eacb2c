package hone.app.cli;

import hone.app.Judgeable;
import hone.engine.data.DataSpec;
import hone.engine.model.Architecture;
import hone.engine.model.NamedGpt;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which model to train and on what; one of the program's starts from fresh weights, any other from its own. */
final class TrainingData {
    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "which model: mlp, cnn, gpt, or one with sizes of your own such as mlp-64-32-10 or "
                    + NamedGpt.FORM + ", from fresh weights; or one of the library or a file, from its own weights")
    private String model = "";

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "generated, generated:seed=N, idx:DIR, csv:FILE, images:DIR, cifar10:DIR or cifar100:DIR;"
                    + " for language models stories, stories:seed=N or text:FILE"
                    + " (default: what the model was trained on, or generated, or stories)")
    private @Nullable String data;

    @Option(
            names = "--split",
            paramLabel = "FILE",
            description = "lines of train,INDEX and test,INDEX that divide the data"
                    + " (default: the data's own division, or a seeded one)")
    private @Nullable String split;

    @Option(
            names = "--train",
            paramLabel = "N",
            description = "the first N samples of the seeded shuffle train, the rest test"
                    + " (default: the data's own division, or four fifths)")
    private @Nullable Integer train;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "passes over the training samples (default: the model's)")
    private @Nullable Integer epochs;

    /** The word that says which. */
    String model() {
        return model;
    }

    /**
     * The data that is named, or what the model is for where none is.
     *
     * @param facts of a model that training starts from
     */
    DataSpec dataSpec(Architecture architecture, Map<String, String> facts) {
        return ModelOptions.divided(
                data == null ? Judgeable.usualData(architecture, facts) : DataSpec.parse(data), split);
    }

    @Nullable
    Integer train() {
        return train;
    }

    @Nullable
    Integer epochs() {
        return epochs;
    }

    boolean hasSplit() {
        return split != null;
    }

    /** Adds those that were given and are no names of this machine. */
    void addTo(GivenOptions given) {
        given.put("--train", train)
                .put("--split", split == null ? null : "FILE")
                .put("--epochs", epochs);
    }
}
