package hone.app.window.settings;

import hone.engine.Unavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Held by the one studio window that may write a per-user folder. The operating system frees it when the process ends,
 * however it ends.
 */
public final class StudioLock implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;

    private StudioLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock.
     *
     * @throws Unavailable if another studio window holds it, or the folder cannot be written
     */
    public static StudioLock take(Path folder) {
        Path file = folder.resolve("studio.lock");
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new Unavailable(
                        "the folder " + folder,
                        "another studio window has it open",
                        "close that window first, or set HONE_HOME to another folder");
            }
            return new StudioLock(channel, lock);
        } catch (IOException e) {
            throw new Unavailable(
                    "the folder " + folder,
                    "it cannot be written: " + e.getMessage(),
                    "set HONE_HOME to a folder that can");
        }
    }

    private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    @Override
    public void close() throws IOException {
        lock.release();
        channel.close();
    }
}
