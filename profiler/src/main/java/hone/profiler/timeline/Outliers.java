package hone.profiler.timeline;

import hone.profiler.stats.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The runs above the 99th percentile, and what went on during each.
 *
 * @param p99Nanos of all runs; NaN where there are too few to say
 * @param runs that were recorded
 * @param found above it, slowest first
 */
public record Outliers(double p99Nanos, int runs, List<Outlier> found) {
    private static final double BUSY = 0.1;
    private static final Map<Outlier.Kind, Lane> LANES = Map.of(
            Outlier.Kind.GC, Lane.GC,
            Outlier.Kind.SAFEPOINT, Lane.SAFEPOINT,
            Outlier.Kind.DEOPTIMIZATION, Lane.DEOPTIMIZATION,
            Outlier.Kind.PARK, Lane.PARK,
            Outlier.Kind.COMPILATION, Lane.COMPILATION);

    public Outliers {
        found = List.copyOf(found);
    }

    /** None where there are fewer runs than a 99th percentile needs. */
    public static Outliers of(Timeline timeline) {
        double[] nanos =
                timeline.steps().stream().mapToDouble(Span::durationNanos).toArray();
        Double p99 = Quantiles.p99(nanos);
        if (p99 == null) {
            return new Outliers(Double.NaN, nanos.length, List.of());
        }
        List<Outlier> found = timeline.steps().stream()
                .filter(step -> step.durationNanos() > p99)
                .sorted((a, b) -> Long.compare(b.durationNanos(), a.durationNanos()))
                .map(step -> new Outlier(step, causes(timeline, step)))
                .toList();
        return new Outliers(p99, nanos.length, found);
    }

    /** In the order of {@link Outlier.Kind}: what stops a thread for certain stands before what may have slowed it. */
    static List<Outlier.Cause> causes(Timeline timeline, Span step) {
        List<Outlier.Cause> causes = new ArrayList<>();
        for (Outlier.Kind kind : Outlier.Kind.values()) {
            Lane lane = LANES.get(kind);
            if (lane == null) {
                contention(timeline, step, causes);
            } else {
                overlapping(timeline.lane(lane), kind, step, causes);
            }
        }
        return causes;
    }

    private static void overlapping(List<Span> spans, Outlier.Kind kind, Span step, List<Outlier.Cause> causes) {
        boolean ofThread = kind == Outlier.Kind.PARK || kind == Outlier.Kind.DEOPTIMIZATION;
        List<Span> met = spans.stream()
                .filter(span -> span.meets(step))
                .filter(span -> !ofThread || span.thread().equals(step.thread()))
                .toList();
        if (!met.isEmpty()) {
            long overlap = met.stream().mapToLong(step::overlapNanos).sum();
            causes.add(new Outlier.Cause(kind, overlap, met.getFirst().name()));
        }
    }

    /** The reading after a time tells of it; the last one stands for what comes after it. */
    private static void contention(Timeline timeline, Span step, List<Outlier.Cause> causes) {
        CpuLoad of = null;
        for (CpuLoad load : timeline.load()) {
            of = load;
            if (load.atNanos() >= step.startNanos()) {
                break;
            }
        }
        if (of != null && of.others() > BUSY) {
            causes.add(new Outlier.Cause(
                    Outlier.Kind.CONTENTION,
                    step.durationNanos(),
                    String.format(Locale.ROOT, "%.0f %% of all processors", 100 * of.others())));
        }
    }
}
