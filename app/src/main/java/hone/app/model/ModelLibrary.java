package hone.app.model;

import hone.engine.HoneException;
import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.format.Artefact;
import hone.engine.format.ArtefactHeader;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The models that a person keeps by name: a folder with one file of Hone's own format for each. Whatever format a model came
 * in, it is that afterwards, so that it opens without its origin, and at once.
 */
public final class ModelLibrary {
    private static final String SUFFIX = ".safetensors";

    private final Path folder;

    /** @param folder need not be there yet */
    public ModelLibrary(Path folder) {
        this.folder = folder;
    }

    /**
     * One model that is kept.
     *
     * @param name that it is called by
     * @param file where it lies
     * @param bytes of the file
     * @param header what the file says of it; empty where it is damaged
     * @param damage the sentence that says how; empty where it is sound
     */
    public record Entry(String name, Path file, long bytes, Optional<ArtefactHeader> header, String damage) {}

    /**
     * One state of a file that is kept: two that are equal need not be read twice.
     *
     * @param name that its model is called by
     * @param bytes of the file
     * @param changed when it was last written
     */
    public record Version(String name, long bytes, FileTime changed) {}

    /** Of each model, in alphabetical order, damaged ones too; nothing is opened. */
    public List<Version> versions() {
        List<Version> versions = new ArrayList<>();
        for (String name : names()) {
            try {
                BasicFileAttributes facts = Files.readAttributes(file(name), BasicFileAttributes.class);
                versions.add(new Version(name, facts.size(), facts.lastModifiedTime()));
            } catch (NoSuchFileException _) {
                // Taken out since the names were listed
            } catch (IOException e) {
                throw new InvalidInput("the library cannot be read", file(name).toString(), IoReason.of(e));
            }
        }
        return versions;
    }

    /** In alphabetical order, damaged ones too. */
    public List<Entry> list() {
        return names().stream().map(this::entry).toList();
    }

    /** In alphabetical order. */
    public List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .filter(LibraryName::isWellFormed)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InvalidInput("the library cannot be read", folder.toString(), IoReason.of(e));
        }
    }

    /** The model of a name that is there; damaged where it cannot be read. */
    public Entry entry(String name) {
        Path file = file(name);
        long bytes = file.toFile().length();
        try {
            return new Entry(name, file, bytes, Optional.of(ArtefactHeader.read(file)), "");
        } catch (HoneException e) {
            return new Entry(name, file, bytes, Optional.empty(), e.getMessage());
        }
    }

    /** The file of a model; empty where there is none of that name. */
    public Optional<Path> find(String name) {
        return LibraryName.isWellFormed(name) && Files.isRegularFile(file(name))
                ? Optional.of(file(name))
                : Optional.empty();
    }

    /**
     * The name that a file's model gets where nobody chooses one.
     *
     * @throws InvalidInput if the file's name gives none
     */
    public static String nameFor(Path file) {
        return LibraryName.check(LibraryName.of(file));
    }

    /**
     * A name for a file's model that is free, for where nobody can be asked: like the file's own, with a number behind it
     * where that is taken, and a word before it where that is a name of the program's own models.
     *
     * @param taken whether a name is in use elsewhere
     */
    public String freeNameFor(Path file, Predicate<String> taken) {
        String own = LibraryName.free(file);
        String name = own;
        for (int number = 2; find(name).isPresent() || taken.test(name); number++) {
            name = own + "-" + number;
        }
        return name;
    }

    /**
     * Whether a model may be kept by this name.
     *
     * @param replace whether one of that name may be there already
     * @throws InvalidInput if the name is none, or is taken
     */
    public void requireFree(String name, boolean replace) {
        LibraryName.check(name);
        if (!replace && find(name).isPresent()) {
            throw new InvalidInput(
                    "the library has a model of this name",
                    name,
                    "nothing was replaced",
                    "choose another with --name, or write --force to replace it");
        }
    }

    /**
     * Keeps a model: the old one or the new one is there at every moment.
     *
     * @param replace whether one of that name may be there already
     * @return its file
     * @throws InvalidInput if the name is none, or is taken, or the file cannot be written
     */
    public Path keep(String name, Artefact artefact, boolean replace, MemoryBudget budget) {
        requireFree(name, replace);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new InvalidInput(
                    "cannot make the library's folder",
                    folder.toString(),
                    IoReason.of(e),
                    "set HONE_HOME to a folder you may write to");
        }
        try (MemoryRegion scratch = budget.open(Category.SCRATCH, "saving the model")) {
            artefact.save(file(name), scratch);
        }
        return file(name);
    }

    /**
     * Takes a model out; its file is deleted.
     *
     * @throws InvalidInput if there is none of that name, or it cannot be deleted
     */
    public void remove(String name) {
        Path file = find(name)
                .orElseThrow(() -> new InvalidInput("the library has no such model", name, "it has " + contents()));
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new InvalidInput("the model cannot be removed", file.toString(), IoReason.of(e));
        }
    }

    /** The names in words: "a, b", or "no models yet". */
    public String contents() {
        List<String> names = new ArrayList<>(names());
        return names.isEmpty() ? "no models yet" : names.stream().collect(Collectors.joining(", "));
    }

    private Path file(String name) {
        return folder.resolve(name + SUFFIX);
    }
}
