package hone.engine.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real data in the shared folder, read where it lies; a test that finds none there is skipped and says so. */
public final class SharedData {
    private SharedData() {}

    /** A file of the shared data folder. */
    public static Path file(String name) {
        Path file = folder().resolve(name);
        assumeTrue(Files.isRegularFile(file), "there is no " + file);
        return file;
    }

    private static Path folder() {
        String given = System.getProperty("hone.shared");
        if (given != null) {
            return Path.of(given, "data");
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve("data");
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return Path.of("shared", "data");
    }
}
