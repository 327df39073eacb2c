package hone.app.cli;

import hone.app.Services;
import hone.engine.InvalidInput;
import hone.engine.data.token.Tokenizer;
import hone.engine.format.Artefact;
import hone.engine.format.TokenizerJson;
import hone.engine.format.huggingface.HuggingFaceFolder;
import hone.engine.format.llama2c.Llama2cCheckpoint;
import hone.engine.format.llama2c.Llama2cText;
import hone.engine.format.llama2c.Llama2cTokenizer;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Architecture;
import hone.engine.model.GptWeights;
import hone.engine.model.Model;
import hone.engine.model.Task;
import hone.engine.model.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A language model and the tokenizer of its tokens, from wherever they come: shipped, a checkpoint, a Hugging Face folder
 * or a llama2.c checkpoint.
 *
 * @param model over whole sequences
 * @param tokenizer with no more tokens than the model scores
 */
record TextModel(Model model, Tokenizer tokenizer) {
    private static final String BESIDE_FOLDER = "tokenizer.json";
    private static final String BESIDE_LLAMA2C = "tokenizer.bin";

    /**
     * Finds it.
     *
     * @param name a file, a folder, or a model by name
     * @param checkpoint weights for the model of that name, if they are not those that ship
     * @param tokenizer a file to use instead of what comes with the model
     * @throws InvalidInput if there is none, it does not continue a text, or no tokenizer fits it
     */
    static TextModel find(Services services, String name, @Nullable String checkpoint, @Nullable String tokenizer) {
        Optional<Path> named = Optional.ofNullable(tokenizer).map(text -> ModelOptions.path("--tokenizer", text));
        if (checkpoint != null) {
            Path path = ModelOptions.path("--checkpoint", checkpoint);
            return carried(services.checkpoints().load(path, language(name)), checkpoint, named);
        }
        Path path = ModelOptions.path("MODEL", name);
        if (!Files.exists(path)) {
            return carried(services.checkpoints().shipped(language(name)), name, named);
        }
        MemoryRegion region = services.budget().openCollected(Category.WEIGHTS, "the weights of " + path);
        if (HuggingFaceFolder.is(path)) {
            return of(HuggingFaceFolder.load(path, region), TokenizerJson.load(beside(named, path, BESIDE_FOLDER)));
        }
        if (Files.isRegularFile(path) && Llama2cCheckpoint.is(path)) {
            GptWeights weights = Llama2cCheckpoint.load(path, region);
            Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
            Path file = beside(named, folder, BESIDE_LLAMA2C);
            int vocabulary = weights.dimensions().vocabulary();
            return of(weights, new Llama2cText(Llama2cTokenizer.read(file, vocabulary)));
        }
        return carried(Artefact.load(path, region), name, named);
    }

    private static Architecture language(String name) {
        Architecture architecture = Zoo.find(name);
        if (architecture.task() != Task.LANGUAGE) {
            throw new InvalidInput("this model does not continue a text", name, "it answers with classes");
        }
        return architecture;
    }

    private static TextModel carried(Artefact artefact, String place, Optional<Path> named) {
        Model model = artefact.setup().model();
        Tokenizer tokenizer = named.<Tokenizer>map(TokenizerJson::load)
                .or(artefact::tokenizer)
                .orElseThrow(() -> new InvalidInput(
                        "there is no tokenizer for this model",
                        place,
                        "the file carries none",
                        "name a tokenizer.json with --tokenizer"));
        return fitting(model, tokenizer);
    }

    private static TextModel of(GptWeights weights, Tokenizer tokenizer) {
        return fitting(weights.whole(), tokenizer);
    }

    private static TextModel fitting(Model model, Tokenizer tokenizer) {
        long scores = model.graph().outputs().containsKey(hone.engine.model.Gpt.LOGITS)
                ? model.graph()
                        .type(model.graph().output(hone.engine.model.Gpt.LOGITS))
                        .dims()
                        .getLast()
                        .max()
                : 0;
        if (tokenizer.vocabularySize() > scores) {
            throw new InvalidInput(
                    "the tokenizer is of another model",
                    model.id(),
                    "it has " + tokenizer.vocabularySize() + " tokens, the model scores " + scores);
        }
        return new TextModel(model, tokenizer);
    }

    private static Path beside(Optional<Path> named, Path folder, String name) {
        Path file = named.orElse(folder.resolve(name));
        if (!Files.isRegularFile(file)) {
            throw new InvalidInput(
                    "there is no tokenizer for this model",
                    file.toString(),
                    "there is no such file",
                    "use --tokenizer");
        }
        return file;
    }
}
