package hone.profiler.advice;

import hone.profiler.report.Finding;
import hone.profiler.report.Quality;
import hone.profiler.report.QualityChange;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import java.util.Locale;
import java.util.Optional;

/** The quality fell, by more than the samples could do by chance. */
final class QualityLost implements AdviceRule {
    @Override
    public String id() {
        return "quality-lost";
    }

    @Override
    public Optional<Finding> find(RunReport report) {
        QualityChange change = report.qualityChange();
        Quality quality = report.candidate().quality();
        boolean worse = quality.higherIsBetter() ? change.high() < 0 : change.low() > 0;
        if (change.n() == 0 || !worse) {
            return Optional.empty();
        }
        String technique = Evidence.has(report, "prune") ? "prune" : "int8";
        return Evidence.finding(
                this,
                Severity.CAUSE,
                "The answers became worse, beyond chance",
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
                        change.lost()),
                Evidence.has(report, technique)
                        ? Evidence.next(
                                report,
                                "if the answers are as good again without " + technique + ", that was the cause",
                                Evidence.without(report, technique),
                                report.batch())
                        : null);
    }

    private static String figure(Quality quality, double difference) {
        return quality.isShare()
                ? String.format(Locale.ROOT, "%+.2f points", 100 * difference)
                : String.format(Locale.ROOT, "%+.4f", difference);
    }
}
