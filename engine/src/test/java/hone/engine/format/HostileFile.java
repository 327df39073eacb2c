package hone.engine.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import hone.engine.InvalidInput;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Holds readers to what a file from a stranger may cost: one plain sentence, ten seconds, and memory, heap and native
 * together, of twice the file and 16 MB.
 */
public final class HostileFile {
    private static final long ALLOWANCE = 16L << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private HostileFile() {}

    /** Asserts that a file, or a folder of files, is refused for a reason within what it may cost. */
    public static void assertRefused(Path file, String reason, Consumer<MemoryRegion> reader) {
        InvalidInput refused = assertThrows(InvalidInput.class, () -> read(file, reader), "nothing was refused");
        String message = refused.getMessage();
        assertTrue(message.contains(String.valueOf(file.getFileName())), message);
        assertTrue(message.contains(reason), message);
        assertEquals(1, message.lines().count(), message);
    }

    /** Asserts that a file is read or refused within what it may cost. */
    public static void assertReadOrRefused(Path file, Consumer<MemoryRegion> reader) {
        try {
            read(file, reader);
        } catch (InvalidInput refused) {
            assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
        }
    }

    private static void read(Path file, Consumer<MemoryRegion> reader) {
        long most = 2 * bytes(file) + ALLOWANCE;
        MemoryBudget budget = new MemoryBudget(4L << 30);
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try (MemoryRegion region = budget.open(Category.WEIGHTS, "a stranger's file")) {
                reader.accept(region);
            } finally {
                long heap = THREADS.getCurrentThreadAllocatedBytes() - before;
                assertTrue(
                        heap + budget.peak() <= most,
                        heap + " bytes of heap and " + budget.peak() + " of native memory, " + most + " are allowed");
            }
        });
    }

    private static long bytes(Path file) {
        try (Stream<Path> files = Files.walk(file)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(path -> path.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
