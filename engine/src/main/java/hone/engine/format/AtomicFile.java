package hone.engine.format;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file so that at every moment either the old or the new content is there: into a temporary file beside it,
 * forced to disk, then renamed over it.
 */
public final class AtomicFile {
    /** Fills an open file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    private AtomicFile() {}

    /**
     * @param path of the file; its folder must exist
     * @throws InvalidInput if it cannot be written; what was there is unharmed
     */
    public static void write(Path path, Content content) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InvalidInput("cannot write the file", path.toString(), "there is no folder " + folder);
        }
        if (Files.isDirectory(path)) {
            throw new InvalidInput("cannot write the file", path.toString(), "it is a folder");
        }
        Path temporary = null;
        try {
            // Not createTempFile: its files are for their owner alone, and an output is as public as its folder.
            temporary = folder.resolve(
                    path.getFileName() + "." + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".part");
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            temporary = null;
        } catch (IOException e) {
            throw new InvalidInput("cannot write the file", path.toString(), IoReason.of(e));
        } finally {
            discard(temporary);
        }
    }

    /**
     * A text, as UTF-8.
     *
     * @param path of the file; its folder must exist
     * @throws InvalidInput if it cannot be written; what was there is unharmed
     */
    public static void writeText(Path path, String text) {
        ByteBuffer left = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        write(path, channel -> {
            while (left.hasRemaining()) {
                channel.write(left);
            }
        });
    }

    private static void discard(@org.jspecify.annotations.Nullable Path temporary) {
        if (temporary != null) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                throw new InvalidInput("cannot remove an unfinished file", temporary.toString(), IoReason.of(e));
            }
        }
    }
}
