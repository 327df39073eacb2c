package hone.app.cli;

import hone.engine.InvalidInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at an output's place before the work begins, so that nobody waits for a result that cannot be kept. */
final class OutputFile {
    private OutputFile() {}

    /**
     * @param option that names it
     * @param file as given; null where it was not
     * @throws InvalidInput if nothing can be written there
     */
    static Optional<Path> check(String option, @Nullable String file) {
        if (file == null) {
            return Optional.empty();
        }
        Path path = ModelOptions.path(option, file);
        if (Files.isDirectory(path)) {
            throw new InvalidInput("cannot write the output", option + " " + file, "it is a folder");
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InvalidInput("cannot write the output", option + " " + file, "there is no folder " + folder);
        }
        if (!Files.isWritable(folder) || (Files.exists(path) && !Files.isWritable(path))) {
            throw new InvalidInput("cannot write the output", option + " " + file, "access is denied");
        }
        return Optional.of(path);
    }
}
