package hone.profiler.kept;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.format.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A small JSON file that the program writes for itself. One that is damaged is moved aside and counts as none; one that
 * cannot be written costs a note. Either way the program goes on, as everything in it can be measured again.
 *
 * @param <T> the record that it holds
 */
public final class KeptFile<T> {
    private final JsonMapper mapper =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private final Path file;
    private final Class<T> type;
    private final long mostBytes;
    private final String what;

    /**
     * @param file in the per-user folder; neither need exist yet
     * @param mostBytes beyond which it is not read
     * @param what it holds, as it stands in a sentence: "machine profile"
     */
    public KeptFile(Path file, Class<T> type, long mostBytes, String what) {
        this.file = file;
        this.type = type;
        this.mostBytes = mostBytes;
        this.what = what;
    }

    /** What lies there. */
    private sealed interface Found<T> {
        record Nothing<T>() implements Found<T> {}

        record Whole<T>(T value) implements Found<T> {}

        record Damaged<T>(String why) implements Found<T> {}
    }

    /** What is kept and whole; never moves a file. */
    public Optional<T> peek(Predicate<T> isWhole) {
        return found(isWhole) instanceof Found.Whole<T>(T value) ? Optional.of(value) : Optional.empty();
    }

    /**
     * What is kept and whole; a damaged file is moved aside.
     *
     * @param isWhole whether what was read is what was written, as far as can be told
     * @param notes gets a plain sentence on what was unusual
     */
    public Optional<T> read(Predicate<T> isWhole, List<String> notes) {
        return switch (found(isWhole)) {
            case Found.Whole<T>(T value) -> Optional.of(value);
            case Found.Nothing<T>() -> Optional.empty();
            case Found.Damaged<T>(String why) -> {
                keepAside(why, notes);
                yield Optional.empty();
            }
        };
    }

    private Found<T> found(Predicate<T> isWhole) {
        if (!Files.isRegularFile(file)) {
            return new Found.Nothing<>();
        }
        try {
            if (Files.size(file) > mostBytes) {
                return new Found.Damaged<>("it has " + Files.size(file) + " bytes");
            }
            T value = mapper.readValue(Files.readString(file), type);
            return value != null && isWhole.test(value)
                    ? new Found.Whole<>(value)
                    : new Found.Damaged<>("its numbers do not fit together");
        } catch (JacksonException | IOException e) {
            return new Found.Damaged<>(e instanceof IOException io ? IoReason.of(io) : "it is not a " + what);
        }
    }

    private void keepAside(String why, List<String> notes) {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            notes.add("the " + what + " was damaged (" + why + "); it is kept as " + aside + " and measured anew");
        } catch (IOException e) {
            notes.add("the " + what + " " + file + " is damaged (" + why + ") and cannot be kept aside: "
                    + IoReason.of(e));
        }
    }

    /** Writes it in place of what was there, whole or not at all; a folder that refuses costs a note. */
    public void write(T value, List<String> notes) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            AtomicFile.writeText(file, mapper.writeValueAsString(value));
        } catch (InvalidInput e) {
            notes.add("the " + what + " could not be kept: " + e.getMessage());
        } catch (IOException e) {
            notes.add("the " + what + " could not be kept (" + file + "): " + IoReason.of(e));
        }
    }
}
