package hone.engine.format.open;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.token.Tokenizer;
import hone.engine.format.Artefact;
import hone.engine.format.Provenance;
import hone.engine.format.TokenizerJson;
import hone.engine.format.huggingface.HuggingFaceFolder;
import hone.engine.format.llama2c.Llama2cCheckpoint;
import hone.engine.format.llama2c.Llama2cText;
import hone.engine.format.llama2c.Llama2cTokenizer;
import hone.engine.format.onnx.OnnxModel;
import hone.engine.format.onnx.lowering.OnnxImport;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.GptWeights;
import hone.engine.model.Model;
import hone.engine.run.PlanRequest;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

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
        progress.report(0, "reading " + format.title());
        return switch (format) {
            case SAFETENSORS -> withTokenizer(Artefact.load(path, region), tokenizer);
            case ONNX -> onnx(path, id, tokenizer, region, progress, stop);
            case HUGGING_FACE -> {
                GptWeights weights = HuggingFaceFolder.load(path, region);
                Optional<Path> file = tokenizer.or(() -> beside(path.resolve(TOKENIZER_JSON)));
                yield transformer(format, id, weights, file.map(TokenizerJson::load));
            }
            case LLAMA2C -> {
                GptWeights weights = Llama2cCheckpoint.load(path, region);
                int vocabulary = weights.dimensions().vocabulary();
                yield transformer(
                        format,
                        id,
                        weights,
                        llama2cTokenizer(path, tokenizer)
                                .map(file -> new Llama2cText(Llama2cTokenizer.read(file, vocabulary))));
            }
        };
    }

    /** The tokenizer's file of a llama2.c checkpoint: the one that is named, or one beside it. */
    public static Optional<Path> llama2cTokenizer(Path checkpoint, Optional<Path> named) {
        return named.or(() -> beside(checkpoint.resolveSibling(TOKENIZER_BIN)));
    }

    private static Optional<Path> beside(Path file) {
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    private static Artefact onnx(
            Path path, String id, Optional<Path> tokenizer, MemoryRegion region, Progress progress, Cancellation stop) {
        OnnxModel file = OnnxModel.read(path);
        progress.report(0.2, "working out shapes");
        Model model = OnnxImport.lower(file, id, region, stop).require(path.toString());
        Map<String, String> facts = Map.of(
                "format",
                "ONNX, version " + file.proto().opsets().getOrDefault("", 1L) + " of the operators",
                "producer",
                file.proto().producer());
        return withTokenizer(artefact(model, facts, Optional.empty()), tokenizer);
    }

    private static Artefact withTokenizer(Artefact artefact, Optional<Path> tokenizer) {
        return tokenizer
                .map(file -> new Artefact(
                        artefact.setup(),
                        artefact.recipe(),
                        artefact.provenance(),
                        Optional.of(TokenizerJson.load(file)),
                        artefact.preparation()))
                .orElse(artefact);
    }

    private static Artefact transformer(
            ModelFormat format, String id, GptWeights weights, Optional<Tokenizer> tokenizer) {
        Model model = new GptWeights(id, weights.dimensions(), weights.form(), weights.tensors()).whole();
        tokenizer.ifPresent(one -> {
            if (one.vocabularySize() > weights.dimensions().vocabulary()) {
                throw new InvalidInput(
                        "the tokenizer is of another model",
                        id,
                        "it has " + one.vocabularySize() + " tokens, the model scores "
                                + weights.dimensions().vocabulary());
            }
        });
        return artefact(model, Map.of("format", format.title()), tokenizer);
    }

    private static Artefact artefact(Model model, Map<String, String> facts, Optional<Tokenizer> tokenizer) {
        Setup setup = new Setup(model, PlanRequest.baseline(1));
        return new Artefact(setup, Recipe.NONE, new Provenance(facts), tokenizer);
    }
}
