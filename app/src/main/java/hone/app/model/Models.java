package hone.app.model;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.format.Artefact;
import hone.engine.format.Checkpoints;
import hone.engine.format.huggingface.HuggingFaceFolder;
import hone.engine.format.open.ModelFile;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Architecture;
import hone.engine.model.Zoo;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the model that a word means, for every verb and for the window: one of the zoo's, one of the library's, or a file. */
public final class Models {
    private final MemoryBudget budget;
    private final ModelLibrary library;

    /** @param budget that weights are charged to */
    public Models(MemoryBudget budget, ModelLibrary library) {
        this.budget = budget;
        this.library = library;
    }

    public ModelLibrary library() {
        return library;
    }

    /** What a word means. */
    public sealed interface Meaning {
        /** A model of the zoo, or one with sizes of one's own. */
        record Named(Architecture architecture) implements Meaning {}

        /** A model of the library. */
        record Kept(String name, Path file) implements Meaning {}

        /** A file or folder. */
        record Lying(Path path) implements Meaning {}
    }

    /**
     * What a word means. One with a separator of folders is a path; any other is looked for in the zoo, in the library and in
     * the current folder.
     *
     * @throws InvalidInput if it means nothing, or more than one thing; the sentence says which there are
     */
    public Meaning find(String word) {
        Path path = path(word);
        if (path.getNameCount() > 1 || path.isAbsolute() || word.startsWith(".")) {
            return new Meaning.Lying(path);
        }
        List<Meaning> found = new ArrayList<>();
        List<String> where = new ArrayList<>();
        // A file may be called as no model of the zoo can be, though it begins like one: gpt-mine
        if (Zoo.isName(word) && (isModel(word) || !Files.exists(path))) {
            found.add(new Meaning.Named(Zoo.find(word)));
            where.add("one of the program's");
        }
        library.find(word).ifPresent(file -> {
            found.add(new Meaning.Kept(word, file));
            where.add("one of the library's");
        });
        if (Files.isRegularFile(path) || (Files.isDirectory(path) && HuggingFaceFolder.is(path))) {
            found.add(new Meaning.Lying(path));
            where.add("one that lies in this folder");
        }
        if (found.size() > 1) {
            throw new InvalidInput(
                    "this name means more than one model",
                    word,
                    "it is " + String.join(" and ", where),
                    "write ." + path.getFileSystem().getSeparator() + word + " for the file, or rename it");
        }
        if (found.isEmpty()) {
            throw none(word);
        }
        return found.getFirst();
    }

    private static boolean isModel(String word) {
        try {
            return !Zoo.find(word).id().isEmpty();
        } catch (InvalidInput _) {
            return false;
        }
    }

    private InvalidInput none(String word) {
        return new InvalidInput(
                "there is no such model",
                word,
                "the models are " + Zoo.ALL.stream().map(Architecture::id).collect(Collectors.joining(", "))
                        + "; the library has " + library.contents() + "; and no file has this name");
    }

    /**
     * Opens the model that a word means.
     *
     * @param checkpoint weights for a model of the zoo, if not those that ship
     * @param tokenizer to use instead of what comes with a language model
     * @throws InvalidInput if there is no such model, or its file is none that could run
     * @throws hone.engine.Unavailable if no weights of it ship, or it is ONNX with operators that the engine has no ops for
     * @throws hone.engine.Cancelled if {@code stop} was raised
     */
    public OpenedModel open(
            String word, Optional<Path> checkpoint, Optional<Path> tokenizer, Progress progress, Cancellation stop) {
        return open(find(word), checkpoint, tokenizer, progress, stop);
    }

    /** Opens what a word meant; it throws as the other does. */
    public OpenedModel open(
            Meaning meaning,
            Optional<Path> checkpoint,
            Optional<Path> tokenizer,
            Progress progress,
            Cancellation stop) {
        return switch (meaning) {
            case Meaning.Named(Architecture architecture) -> {
                Checkpoints checkpoints = new Checkpoints(budget);
                Artefact artefact = checkpoint.isPresent()
                        ? checkpoints.load(checkpoint.get(), architecture)
                        : checkpoints.shipped(architecture);
                yield new OpenedModel(architecture.id(), architecture, ModelFile.withTokenizer(artefact, tokenizer));
            }
            case Meaning.Kept(String name, Path file) -> {
                requireNone(checkpoint, name);
                yield open(name, file, tokenizer, progress, stop);
            }
            case Meaning.Lying(Path path) -> {
                requireNone(checkpoint, path.toString());
                yield open(path, tokenizer, progress, stop);
            }
        };
    }

    private static void requireNone(Optional<Path> checkpoint, String word) {
        checkpoint.ifPresent(file -> {
            throw new InvalidInput(
                    "this model has weights of its own", word, "--checkpoint " + file + " is for the program's models");
        });
    }

    /** Opens a file or folder of any known format; it throws as {@link #open} does. */
    public OpenedModel open(Path path, Optional<Path> tokenizer, Progress progress, Cancellation stop) {
        String id = LibraryName.of(path);
        return open(id.isEmpty() ? "model" : id, path, tokenizer, progress, stop);
    }

    private OpenedModel open(String name, Path path, Optional<Path> tokenizer, Progress progress, Cancellation stop) {
        MemoryRegion region = budget.openCollected(Category.WEIGHTS, "the weights of " + path);
        Artefact artefact = ModelFile.load(path, name, tokenizer, region, progress, stop);
        return new OpenedModel(name, Architecture.of(artefact.setup().model()), artefact);
    }

    private static Path path(String word) {
        try {
            return Path.of(word);
        } catch (InvalidPathException e) {
            throw new InvalidInput("this is not a path", "MODEL " + word, e.getReason());
        }
    }
}
