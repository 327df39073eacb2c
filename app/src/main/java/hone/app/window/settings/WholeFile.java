package hone.app.window.settings;

import hone.engine.format.AtomicFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes a text file whole or not at all. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Replaces the file's content, as UTF-8.
     *
     * @throws hone.engine.InvalidInput if it cannot be written; what was there is unharmed
     */
    public static void write(Path file, String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(file, channel -> {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }
}
