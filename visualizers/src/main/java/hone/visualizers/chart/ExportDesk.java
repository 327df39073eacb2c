package hone.visualizers.chart;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where a picture's exports go: the window asks for a file, writes off the FX thread, and says how it went. */
public interface ExportDesk {
    /** Work that writes a file. */
    @FunctionalInterface
    interface Writing {
        void to(Path file) throws IOException;
    }

    /** The file a person picks; empty when they changed their mind. */
    Optional<Path> choose(String suggestedName);

    /** Runs the writing in the background and reports a failure in one sentence. */
    void save(Path file, Writing writing);

    /** Puts text on the clipboard. */
    void copy(String text);
}
