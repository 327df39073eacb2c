package hone.profiler.machine;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The energy counters of processors (RAPL), where Linux shows them: those of each package and of its memory. The counters of
 * cores and of built-in graphics are parts of a package's, and those of the whole platform contain it, so none of them is
 * added. Counters start again after some minutes at full load; one such turn between two readings is noticed.
 *
 * <p>Source: Linux, Documentation/power/powercap/powercap.rst.
 */
public final class EnergyCounters {
    private static final Path POWERCAP = Path.of("/sys/class/powercap");
    private static final String ZONES = "intel-rapl:*"; // processors of AMD have the same name
    private static final double MICRO = 1e-6;

    private final Path root;
    private final FirstLine firstLine;

    /** Reads the first line of a small file. */
    @FunctionalInterface
    interface FirstLine {
        String of(Path file) throws IOException;
    }

    /** Those of this machine. */
    public EnergyCounters() {
        this(POWERCAP, file -> Files.readString(file).strip());
    }

    EnergyCounters(Path root, FirstLine firstLine) {
        this.root = root;
        this.firstLine = firstLine;
    }

    /**
     * All counters at one time.
     *
     * @param reason why they cannot be read; empty where they can
     * @param counters of packages and memory
     * @param nanos of the monotonic clock
     */
    public record Reading(Optional<String> reason, List<Counter> counters, long nanos) {
        public Reading {
            counters = List.copyOf(counters);
        }
    }

    /**
     * One counter.
     *
     * @param zone its folder
     * @param name of what it counts
     * @param microjoules where it stands
     * @param range the value after which it starts again at 0
     */
    public record Counter(String zone, String name, long microjoules, long range) {}

    /** A zone that cannot be read, and why. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String reason) {
            super(reason);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** Reads the counters; where they cannot be read, the reading says why. */
    public Reading now() {
        try {
            List<Counter> counters = counters();
            return counters.isEmpty()
                    ? unreadable("the system shows no counter of a processor or its memory")
                    : new Reading(Optional.empty(), counters, System.nanoTime());
        } catch (Unreadable e) {
            return unreadable(e.reason());
        }
    }

    private static Reading unreadable(String reason) {
        return new Reading(Optional.of(reason), List.of(), System.nanoTime());
    }

    /** What was drawn from one reading to another. */
    public static Energy between(Reading before, Reading after) {
        Optional<String> reason = before.reason().or(after::reason);
        if (reason.isPresent()) {
            return Energy.unavailable(reason.get());
        }
        List<Energy.Domain> domains = new ArrayList<>();
        for (Counter start : before.counters()) {
            Optional<Counter> end = after.counters().stream()
                    .filter(counter -> counter.zone().equals(start.zone()))
                    .findFirst();
            if (end.isEmpty()) {
                return Energy.unavailable("the counter of " + start.name() + " was gone afterwards");
            }
            domains.add(new Energy.Domain(start.name(), MICRO * difference(start, end.get())));
        }
        return new Energy(Optional.empty(), domains, after.nanos() - before.nanos());
    }

    private static long difference(Counter start, Counter end) {
        long difference = end.microjoules() - start.microjoules();
        return difference >= 0 ? difference : difference + start.range();
    }

    private List<Counter> counters() throws Unreadable {
        List<Path> zones = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(root, ZONES)) {
            found.forEach(zones::add);
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            throw new Unreadable("the system shows no energy counters, as in a container or a virtual machine, or"
                    + " where it is not Linux");
        }
        zones.sort(null);
        List<Counter> counters = new ArrayList<>();
        for (Path zone : zones) {
            String name = line(zone.resolve("name"));
            if (name.startsWith("package") || name.equals("dram")) {
                counters.add(new Counter(
                        zone.getFileName().toString(),
                        name,
                        number(zone.resolve("energy_uj"), name),
                        number(zone.resolve("max_energy_range_uj"), name)));
            }
        }
        return counters;
    }

    private long number(Path file, String name) throws Unreadable {
        String text = line(file);
        if (!text.matches("[0-9]{1,18}")) {
            throw new Unreadable("the counter of " + name + " holds no number in " + file.getFileName());
        }
        return Long.parseLong(text);
    }

    private String line(Path file) throws Unreadable {
        try {
            return firstLine.of(file);
        } catch (AccessDeniedException e) {
            throw new Unreadable("it is not permitted: since Linux 5.10 only root may read " + file.getFileName());
        } catch (NoSuchFileException e) {
            throw new Unreadable("a counter has no file " + file.getFileName());
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new Unreadable("the system refuses to read " + file.getFileName());
        }
    }
}
