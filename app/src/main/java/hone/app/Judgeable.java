package hone.app;

import hone.app.model.OpenedModel;
import hone.engine.InvalidInput;
import hone.engine.data.DataSpec;
import hone.engine.format.JsonReason;
import hone.engine.graph.Graph;
import hone.engine.model.Architecture;
import hone.engine.model.Gpt;
import hone.engine.model.Task;
import hone.engine.run.ModelInput;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.Map;
import java.util.Optional;

/** Which models data can judge, and by which data and how many samples at once where nobody says. */
public final class Judgeable {
    private static final int DIGIT_PIXELS = 784;
    private static final int DIGIT_CLASSES = 10;
    private static final String DIGITS = "generated";
    private static final String STORIES = "stories";
    private static final int LONGEST = 60;

    private Judgeable() {}

    /** Why no data can judge a model; empty where it can. */
    public static Optional<String> refusal(OpenedModel opened) {
        OpenedModel rows = opened.overRows();
        return refusal(
                rows.model().graph(),
                rows.architecture(),
                rows.artefact().tokenizer().isPresent());
    }

    /** @throws InvalidInput if no data can judge the model, with the reason */
    static void requireJudgeable(OpenedModel opened) {
        refusal(opened).ifPresent(reason -> {
            throw new InvalidInput("no samples can judge this model", opened.name(), reason);
        });
    }

    /**
     * Why no data can judge a model; empty where it can.
     *
     * @param graph over rows of samples
     * @param tokenizer whether the model has one
     */
    static Optional<String> refusal(Graph graph, Architecture architecture, boolean tokenizer) {
        TensorType in = graph.type(graph.find(architecture.input()).orElseThrow());
        TensorType out = graph.type(graph.output(architecture.output()));
        if (!in.dims().isEmpty() && in.dim(0) instanceof Dim.Fixed fixed && fixed.size() != 1) {
            return Optional.of("its file fixes the batch to " + fixed.size());
        }
        if (architecture.task() == Task.LANGUAGE) {
            boolean texts = architecture.input().equals(Gpt.IDS)
                    && architecture.output().equals(Gpt.LOGITS)
                    && in.rank() == 2;
            return !texts
                    ? Optional.of("it takes " + in + " and answers " + out + ", and a text is rows of tokens")
                    : tokenizer
                            ? Optional.empty()
                            : Optional.of("it has no tokenizer to read a text with; hone import --tokenizer FILE"
                                    + " names one");
        }
        if (graph.inputs().size() > 1) {
            return Optional.of("it has " + graph.inputs().size() + " inputs, and samples have one");
        }
        boolean rows = in.dtype() == DType.F32
                && in.rank() == 2
                && in.dim(1) instanceof Dim.Fixed
                && out.dtype() == DType.F32
                && out.rank() == 2;
        return rows
                ? Optional.empty()
                : Optional.of("it takes " + in + " and answers " + out
                        + ", and samples are rows of numbers with a class or a measure each");
    }

    /** Numbers of one sample. */
    static long features(OpenedModel opened) {
        TensorType in = ModelInput.of(opened.model().graph()).type();
        long features = 1;
        for (Dim dim : in.dims().subList(Math.min(1, in.rank()), in.rank())) {
            features *= dim.max();
        }
        return features;
    }

    /** Numbers of one answer. */
    static long outputs(OpenedModel opened) {
        Graph graph = opened.model().graph();
        return graph.type(graph.output(opened.architecture().output()))
                .dims()
                .getLast()
                .max();
    }

    /**
     * The data that a model is judged by where nobody says: what it was trained on, if its file tells and it is not the
     * name of a path that was left out, and else what the program generates for its task.
     *
     * @throws InvalidInput if its file names data that cannot be read: other data would give another quality
     */
    public static DataSpec usualData(Architecture architecture, Map<String, String> facts) {
        String recorded = facts.getOrDefault("data", "");
        if (!recorded.isEmpty() && !recorded.endsWith(":PATH")) {
            try {
                return DataSpec.parse(recorded);
            } catch (InvalidInput e) {
                throw new InvalidInput(
                        "the model's file names data that this program cannot read",
                        JsonReason.shortened(recorded, LONGEST),
                        e.getMessage(),
                        "name the data with --data");
            }
        }
        return DataSpec.parse(architecture.task() == Task.LANGUAGE ? STORIES : DIGITS);
    }

    /** Whether the usual data of a model that can be judged is known to be none that fits it. */
    public static boolean needsData(OpenedModel opened) {
        OpenedModel rows = opened.overRows();
        return dataRefusal(
                        rows.model().graph(),
                        rows.architecture(),
                        rows.artefact().provenance().facts())
                .isPresent();
    }

    /** Why the usual data of a model is none that fits it; empty where it may. */
    static Optional<String> dataRefusal(Graph graph, Architecture architecture, Map<String, String> facts) {
        try {
            if (!(usualData(architecture, facts) instanceof DataSpec.Generated)) {
                return Optional.empty();
            }
        } catch (InvalidInput e) {
            return Optional.of(e.getMessage());
        }
        TensorType in = graph.type(graph.find(architecture.input()).orElseThrow());
        TensorType out = graph.type(graph.output(architecture.output()));
        boolean digits = architecture.task() == Task.CLASSIFICATION
                && in.dim(1).max() == DIGIT_PIXELS
                && out.dim(1).max() >= DIGIT_CLASSES;
        return digits
                ? Optional.empty()
                : Optional.of("its file does not say which data it is for, and generated digits, of " + DIGIT_PIXELS
                        + " pixels and " + DIGIT_CLASSES + " classes, are none for " + in + " and " + out
                        + "; name the data in hone run " + architecture.id() + " --data");
    }

    /** Samples a run takes where nobody says: a window of a text is as much work as many pictures. */
    public static int usualBatch(OpenedModel opened, int ofOthers) {
        return opened.architecture().task() == Task.LANGUAGE
                ? 1
                : most(opened.model().graph(), ofOthers);
    }

    /** Whether the model takes one sample at a time only. */
    private static boolean isSingle(Graph graph) {
        TensorType type = ModelInput.of(graph).type();
        return type.rank() > 0 && type.dim(0) instanceof Dim.Fixed;
    }

    /** So many samples, or one where the model takes no more at a time. */
    public static int most(Graph graph, int wanted) {
        return isSingle(graph) ? 1 : wanted;
    }

    /** @throws InvalidInput if the model cannot take so many samples at once */
    static void requireBatch(OpenedModel opened, int batch) {
        if (batch != 1 && isSingle(opened.model().graph())) {
            throw new InvalidInput(
                    "the model takes one sample at a time",
                    "--batch " + batch,
                    opened.name() + " has a batch of 1 written into its shapes",
                    "use --batch 1");
        }
    }
}
