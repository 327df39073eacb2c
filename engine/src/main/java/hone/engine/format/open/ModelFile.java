package hone.engine.format.open;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.token.Tokenizer;
import hone.engine.format.Artefact;
import hone.engine.format.Provenance;
import hone.engine.format.huggingface.HuggingFaceFolder;
import hone.engine.format.llama2c.Llama2cCheckpoint;
import hone.engine.format.onnx.OnnxModel;
import hone.engine.format.onnx.lowering.OnnxImport;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Architecture;
import hone.engine.model.GptWeights;
import hone.engine.model.Model;
import hone.engine.model.Task;
import hone.engine.rewrite.SampleRows;
import hone.engine.run.PlanRequest;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A model file or folder of any known format, as a model of the engine's. */
public final class ModelFile {
    private static final String TOKENIZER_JSON = "tokenizer.json";
    private static final String TOKENIZER_BIN = "tokenizer.bin";

    private ModelFile() {}

    /**
     * Opens one.
     *
     * @param id of the model, where the file has none of its own
     * @param tokenizer a file to use instead of one that lies beside a language model
     * @param region where weights go, one whose memory is collected
     * @throws InvalidInput if there is no such file, or it holds no model that could run
     * @throws hone.engine.Unavailable if it is ONNX with operators that the engine has no ops for; all are named
     * @throws hone.engine.Cancelled if {@code stop} was raised
     */
    public static Artefact load(
            Path path, String id, Optional<Path> tokenizer, MemoryRegion region, Progress progress, Cancellation stop) {
        ModelFormat format = ModelFormat.of(path);
        stop.check("opening a model");
        progress.report(0, "reading " + format.title());
        return switch (format) {
            case SAFETENSORS -> withTokenizer(Artefact.load(path, region), tokenizer);
            case ONNX -> withTokenizer(onnx(path, id, region, progress, stop), tokenizer);
            case HUGGING_FACE, LLAMA2C -> {
                GptWeights weights = format == ModelFormat.LLAMA2C
                        ? Llama2cCheckpoint.load(path, region)
                        : HuggingFaceFolder.load(path, region);
                Model model = new GptWeights(id, weights.dimensions(), weights.form(), weights.tensors()).whole();
                yield withTokenizer(
                        artefact(model, Map.of("format", format.title())),
                        tokenizer.or(() -> existing(besideTokenizer(path, format))));
            }
        };
    }

    /** Where the tokenizer of a transformer from elsewhere lies, if nobody names another. */
    public static Path besideTokenizer(Path path, ModelFormat format) {
        return format == ModelFormat.HUGGING_FACE ? path.resolve(TOKENIZER_JSON) : path.resolveSibling(TOKENIZER_BIN);
    }

    private static Optional<Path> existing(Path file) {
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    private static Artefact onnx(Path path, String id, MemoryRegion region, Progress progress, Cancellation stop) {
        OnnxModel file = OnnxModel.read(path);
        progress.report(0.2, "working out shapes");
        Model lowered = OnnxImport.lower(file, id, region, stop).require(path.toString());
        // A text goes in and comes out by the names that texts have here; other samples keep their form and names
        Model model = Architecture.of(lowered).task() == Task.LANGUAGE ? SampleRows.of(lowered) : lowered;
        Map<String, String> facts = new TreeMap<>();
        facts.put("format", "ONNX, version " + file.proto().opsets().getOrDefault("", 1L) + " of the operators");
        if (!file.proto().producer().isEmpty()) {
            facts.put("producer", file.proto().producer());
        }
        return artefact(model, facts);
    }

    private static Artefact artefact(Model model, Map<String, String> facts) {
        return new Artefact(new Setup(model, PlanRequest.baseline(1)), Recipe.NONE, new Provenance(facts));
    }

    /**
     * The same model with the tokenizer of a file, if one is named.
     *
     * @throws InvalidInput if the model does not continue a text, or the file holds no tokenizer that fits it
     */
    public static Artefact withTokenizer(Artefact artefact, Optional<Path> tokenizer) {
        return tokenizer
                .map(file ->
                        artefact.withTokenizer(tokenizer(file, artefact.setup().model())))
                .orElse(artefact);
    }

    private static Tokenizer tokenizer(Path file, Model model) {
        Architecture architecture = Architecture.of(model);
        if (architecture.task() != Task.LANGUAGE) {
            throw new InvalidInput(
                    "this model takes no tokenizer", model.id() + ", " + file, "it does not continue a text");
        }
        long scores = model.graph()
                .type(model.graph().output(architecture.output()))
                .dims()
                .getLast()
                .max();
        return TokenizerFile.load(file, model.id(), Math.toIntExact(scores));
    }
}
