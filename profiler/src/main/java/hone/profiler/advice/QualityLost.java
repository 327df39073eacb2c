package hone.profiler.advice;

import hone.profiler.report.Finding;
import hone.profiler.report.Quality;
import hone.profiler.report.QualityChange;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The quality fell, by more than the samples could do by chance. */
final class QualityLost implements AdviceRule {
    private static final int SHOWN = 4;
    private static final int MOST_LAYERS = 12;

    /** Of the whole loss, by one layer alone. */
    private static final double MOST = 0.5;

    @Override
    public String id() {
        return "quality-lost";
    }

    @Override
    public Optional<Finding> find(RunReport report) {
        QualityChange change = report.qualityChange();
        Quality quality = report.candidate().quality();
        if (!change.isWorse(quality.higherIsBetter())) {
            return Optional.empty();
        }
        return Evidence.finding(
                this,
                Severity.CAUSE,
                worst(report)
                        .map(layer -> "The answers became worse, beyond chance, most of all by " + layer.layer())
                        .orElse("The answers became worse, beyond chance"),
                String.format(
                                Locale.ROOT,
                                "%s %s (95 %% interval %s to %s): of %,d answers %d changed, %d for the better, %d for the worse",
                                quality.metric(),
                                figure(quality, change.difference()),
                                figure(quality, change.low()),
                                figure(quality, change.high()),
                                change.n(),
                                change.changed(),
                                change.gained(),
                                change.lost())
                        + layers(quality, change),
                next(report));
    }

    /** "; one layer at a time: fc1 -0.90 points, fc2 -0.10 points, and 3 more that there was no time for". */
    private static String layers(Quality quality, QualityChange change) {
        if (change.layers() == null || change.layers().isEmpty()) {
            return "";
        }
        return change.layers().stream()
                .limit(SHOWN)
                .map(one -> one.layer() + " " + figure(quality, one.difference()))
                .collect(Collectors.joining(
                        ", ",
                        "; one layer at a time: ",
                        change.untraced() == null
                                ? ""
                                : ", and " + change.untraced() + " more that there was no time for"));
    }

    /** The layer that does most of it, where one does, and it alone beyond chance. */
    private static Optional<QualityChange.OfLayer> worst(RunReport report) {
        QualityChange change = report.qualityChange();
        boolean higherIsBetter = report.candidate().quality().higherIsBetter();
        List<QualityChange.OfLayer> layers = Objects.requireNonNullElse(change.layers(), List.of());
        return layers.stream()
                .limit(1)
                .filter(one -> (higherIsBetter ? one.high() < 0 : one.low() > 0)
                        && one.difference() / change.difference() >= MOST)
                .findFirst();
    }

    private static Finding.@Nullable NextExperiment next(RunReport report) {
        List<QualityChange.OfLayer> layers =
                Objects.requireNonNullElse(report.qualityChange().layers(), List.of());
        Optional<QualityChange.OfLayer> worst = worst(report);
        boolean all = report.qualityChange().untraced() == null;
        if (worst.isPresent() && all && layers.size() > 1 && layers.size() <= MOST_LAYERS) {
            String spared = worst.get().layer();
            return Evidence.next(
                    report,
                    "if the answers are as good again with " + spared + " left as it was, that layer was the cause",
                    Evidence.sparing(
                            report,
                            spared,
                            layers.stream()
                                    .sorted(Comparator.comparing(QualityChange.OfLayer::layer))
                                    .toList()),
                    report.batch());
        }
        String technique = Evidence.has(report, "prune") ? "prune" : "int8";
        return Evidence.has(report, technique)
                ? Evidence.next(
                        report,
                        "if the answers are as good again without " + technique + ", that was the cause",
                        Evidence.without(report, technique),
                        report.batch())
                : null;
    }

    private static String figure(Quality quality, double difference) {
        return quality.isShare()
                ? String.format(Locale.ROOT, "%+.2f points", 100 * difference)
                : String.format(Locale.ROOT, "%+.4f", difference);
    }
}
