package hone.profiler.roofline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A cache that the system tells about.
 *
 * @param name "L1", "L2", "L3"
 * @param bytes it holds
 */
public record CacheLevel(String name, long bytes) {
    private static final Path SYSTEM = Path.of("/sys/devices/system/cpu/cpu0/cache");

    /** The data caches of the first processor, smallest first; none where the system does not say. */
    public static List<CacheLevel> ofThisMachine() {
        return of(SYSTEM);
    }

    static List<CacheLevel> of(Path folder) {
        List<CacheLevel> levels = new ArrayList<>();
        for (int i = 0; Files.isDirectory(folder.resolve("index" + i)); i++) {
            Path index = folder.resolve("index" + i);
            try {
                if (!read(index, "type").equals("Instruction")) {
                    levels.add(new CacheLevel("L" + read(index, "level"), bytes(read(index, "size"))));
                }
            } catch (IOException | NumberFormatException e) {
                return List.of(); // a system that says half of it is taken for one that says nothing
            }
        }
        levels.sort(Comparator.comparingLong(CacheLevel::bytes));
        return levels;
    }

    /**
     * The smallest cache that holds a working set, or "memory"; empty where no cache is known.
     *
     * @param threads that share it, each with its part in the caches of its own core: all but the last level
     */
    static String holding(long workingSetBytes, int threads, List<CacheLevel> caches) {
        for (int i = 0; i < caches.size(); i++) {
            boolean shared = i == caches.size() - 1;
            if (workingSetBytes <= caches.get(i).bytes() * (shared ? 1 : threads)) {
                return caches.get(i).name();
            }
        }
        return caches.isEmpty() ? "" : "memory";
    }

    private static String read(Path index, String name) throws IOException {
        return Files.readString(index.resolve(name)).strip();
    }

    /** "32K", "1M" or plain bytes. */
    private static long bytes(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        int shift = upper.endsWith("K") ? 10 : upper.endsWith("M") ? 20 : 0;
        return Long.parseLong(shift == 0 ? upper : upper.substring(0, upper.length() - 1)) << shift;
    }
}
