package hone.profiler.advice;

import hone.profiler.report.Finding;
import hone.profiler.report.Latency;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import hone.profiler.report.Units;
import hone.profiler.stats.Quantiles;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Collections or compilations within the timed samples. */
final class CollectionsInTheLoop implements AdviceRule {
    private static final double MATTERS = 0.05;

    @Override
    public String id() {
        return "collections-in-the-loop";
    }

    @Override
    public Optional<Finding> find(RunReport report) {
        Latency latency = report.candidate().latency();
        Set<Integer> marked = Set.copyOf(latency.marked());
        if (latency.n() == 0 || marked.size() < MATTERS * latency.n() || marked.size() < 3) {
            return Optional.empty();
        }
        double during = median(latency, marked::contains);
        double otherwise = median(latency, index -> !marked.contains(index));
        return Evidence.finding(
                this,
                Severity.WARNING,
                "The JVM collected garbage or compiled while samples were timed",
                marked.size() + " of " + latency.n() + " samples were overlapped, at a median of " + Units.time(during)
                        + " where the others took " + Units.time(otherwise),
                Evidence.next(
                        report,
                        "if they come again in a second run they are the model's own, and hone profile names them",
                        report.recipe(),
                        report.batch()));
    }

    private static double median(Latency latency, IntPredicate which) {
        return Quantiles.median(IntStream.range(0, latency.samples().size())
                .filter(which)
                .mapToDouble(index -> latency.samples().get(index))
                .toArray());
    }
}
