package hone.profiler.flight;

import hone.engine.format.AtomicFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Text written to a file that is either whole or as it was before. */
public final class TextFile {
    private TextFile() {}

    /** @throws hone.engine.InvalidInput if it cannot be written */
    public static void write(Path file, String text) {
        ByteBuffer left = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(file, channel -> {
            while (left.hasRemaining()) {
                channel.write(left);
            }
        });
    }
}
