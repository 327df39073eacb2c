package hone.profiler.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Small text files in which Linux tells about itself; elsewhere they are simply not there. */
final class SystemFile {
    private SystemFile() {}

    /** All lines; none where the file cannot be read. */
    static List<String> lines(String path) {
        try {
            return Files.readAllLines(Path.of(path));
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }

    /** The value of the first line that reads "key : value" or "key=value"; empty where there is none. */
    static Optional<String> value(String path, String key, char separator) {
        return lines(path).stream()
                .filter(line -> line.indexOf(separator) > 0)
                .filter(line ->
                        line.substring(0, line.indexOf(separator)).strip().equals(key))
                .map(line -> line.substring(line.indexOf(separator) + 1).strip())
                .findFirst();
    }

    /** The first line; empty where there is none. */
    static Optional<String> first(String path) {
        return lines(path).stream().map(String::strip).findFirst();
    }
}
