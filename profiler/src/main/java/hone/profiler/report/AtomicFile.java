package hone.profiler.report;

import hone.engine.InvalidInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file so that whoever looks sees the old content or the new, never half of it, even after a power cut. */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Writes beside the target, makes it durable, and renames it into place.
     *
     * @throws InvalidInput if it cannot be written, with the path and the reason; the old file is then untouched
     */
    public static void write(Path target, byte[] content) {
        Path whole = target.toAbsolutePath();
        Path folder = whole.getParent();
        if (folder == null || Files.isDirectory(whole)) {
            throw new InvalidInput("cannot write the file", target.toString(), "it is a folder");
        }
        Path part = null;
        try {
            part = Files.createTempFile(folder, "." + whole.getFileName(), ".part");
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            move(part, whole);
        } catch (IOException e) {
            if (part != null) {
                deleteQuietly(part);
            }
            throw new InvalidInput("cannot write the file", target.toString(), reason(e), "choose another place");
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            part.toFile().deleteOnExit();
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "its folder does not exist";
            case AccessDeniedException _ -> "permission is denied";
            case FileSystemException known when known.getReason() != null -> String.valueOf(known.getReason());
            default -> String.valueOf(e.getMessage());
        };
    }
}
