package hone.engine.badinput;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Everything that one format is put through: its bad files, its good ones cut short, and mutants of those. */
public final class Ordeal {
    private static final int CUT_EVERY = 64;

    private final BadFormat format;
    private final Bounded bounded;
    private final long seed;
    private final List<String> defects = new ArrayList<>();
    private int count;
    private int refused;
    private long nanos;
    private long slowest;
    private String slowestName = "";
    private long largest;

    public Ordeal(BadFormat format, Bounded bounded, long seed) {
        this.format = format;
        this.bounded = bounded;
        this.seed = seed;
    }

    /** The good files, which must be read; else no damage to them means anything. */
    public Ordeal good() throws IOException {
        for (Map<String, byte[]> sample : format.good()) {
            Bad whole = new Bad("good", kept(sample), "", true);
            Bounded.Outcome outcome = take(whole);
            outcome.refusal().ifPresent(refusal -> defects.add("good: it is refused: " + refusal));
        }
        return this;
    }

    /** The files that are bad by hand. */
    public Ordeal bad() throws IOException {
        for (Bad bad : format.bad()) {
            take(bad);
        }
        return this;
    }

    /**
     * Every file of the good samples cut at every 64th byte.
     *
     * @param most places for each; a longer file is cut at as many multiples of 64
     */
    public Ordeal cut(int most) throws IOException {
        for (Map<String, byte[]> sample : format.good()) {
            for (String file : sample.keySet()) {
                byte[] content = content(sample, file);
                int step = CUT_EVERY * Math.max(1, content.length / CUT_EVERY / most);
                for (int length = 0; format.damages(file) && length < content.length; length += step) {
                    byte[] part = format.kept(file, Arrays.copyOf(content, length));
                    Bad bad = Bad.in(kept(sample), file + " cut at " + length, file, part, "");
                    take(format.refusesCuts() ? bad : bad.orRead());
                }
            }
        }
        return this;
    }

    /** So many mutants of the good files. */
    public Ordeal mutants(int mutants) throws IOException {
        Mutator mutator = new Mutator(seed, format.words());
        List<Map<String, byte[]>> samples = format.good();
        for (int number = 0; number < mutants; number++) {
            Map<String, byte[]> sample = samples.get(number % samples.size());
            List<String> files =
                    sample.keySet().stream().filter(format::damages).sorted().toList();
            String file = files.get(mutator.choice(number, files.size()));
            byte[] damaged = format.kept(file, mutator.damaged(content(sample, file), number));
            take(Bad.in(kept(sample), "mutant " + number + " of seed " + seed, file, damaged, "")
                    .orRead());
        }
        return this;
    }

    private static byte[] content(Map<String, byte[]> sample, String file) {
        return java.util.Objects.requireNonNull(sample.get(file));
    }

    private Map<String, byte[]> kept(Map<String, byte[]> sample) {
        Map<String, byte[]> kept = new TreeMap<>();
        sample.forEach((file, content) -> kept.put(file, format.kept(file, content)));
        return kept;
    }

    private Bounded.Outcome take(Bad bad) {
        Bounded.Outcome outcome = bounded.read(format, bad);
        count++;
        refused += outcome.refusal().isPresent() ? 1 : 0;
        nanos += outcome.nanos();
        largest = Math.max(largest, outcome.bytes() - 2 * bad.bytes());
        if (outcome.nanos() > slowest) {
            slowest = outcome.nanos();
            slowestName = bad.name();
        }
        outcome.defect().ifPresent(defect -> defects.add(bad.name() + ": " + defect));
        return outcome;
    }

    /** What must not be, one entry each. */
    public List<String> defects() {
        return defects;
    }

    static String heading() {
        return String.format(
                Locale.ROOT,
                "%-22s %7s %8s %9s %10s %12s  %s",
                "format",
                "files",
                "refused",
                "mean ms",
                "slowest ms",
                "extra KiB",
                "slowest file");
    }

    /** A row of the table: what was read, how long it took, and which took longest. */
    public String row() {
        return String.format(
                Locale.ROOT,
                "%-22s %7d %8d %9.3f %10.1f %12d  %s",
                format.name(),
                count,
                refused,
                nanos / 1e6 / Math.max(1, count),
                slowest / 1e6,
                largest >> 10,
                slowestName);
    }
}
