package hone.profiler.advice;

import hone.profiler.report.Finding;
import hone.profiler.report.OpRoof;
import hone.profiler.report.OpRow;
import hone.profiler.report.RoofLimit;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import hone.profiler.report.Units;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an op touches fits another level of the caches than on the other side: bytes then cost another price. */
final class CacheSize implements AdviceRule {
    private static final double MATTERS = 0.3;

    /** What memory gives differs by so much where the two lie in different caches. */
    private static final double APART = 1.25;

    private static final double APART_UNNAMED = 1.5;

    @Override
    public String id() {
        return "cache-size";
    }

    @Override
    public Optional<Finding> find(RunReport report) {
        List<OpRow> moved = Evidence.ops(report.candidate(), row -> isMoved(row, before(report, row)));
        if (Evidence.share(moved) < MATTERS) {
            return Optional.empty();
        }
        OpRow longest = Evidence.longest(moved);
        OpRoof now = Evidence.roof(longest);
        OpRoof then = Evidence.roof(Objects.requireNonNull(before(report, longest)));
        boolean nearer = now.bytesRoof() > then.bytesRoof();
        return Evidence.finding(
                this,
                nearer ? Severity.NOTE : Severity.WARNING,
                nearer ? "The data moved into a nearer cache" : "The data no longer fits the cache it was in",
                String.format(
                        Locale.ROOT,
                        "%s touches %s (derived), which %s; in the baseline it was %s, which %s; memory gives at most %.3g"
                                + " GB/s to the one and %.3g to the other",
                        longest.name(),
                        Units.bytes(now.workingSetBytes()),
                        fits(now, longest.threads(), nearer),
                        Units.bytes(then.workingSetBytes()),
                        fits(then, longest.threads(), !nearer),
                        now.bytesRoof() / 1e9,
                        then.bytesRoof() / 1e9),
                next(report, nearer));
    }

    private static Finding.@Nullable NextExperiment next(RunReport report, boolean nearer) {
        if (nearer) {
            return Evidence.larger(
                    report,
                    "if the gain is the cache's, it shrinks where four times the samples a run fit it no longer",
                    4);
        }
        return report.batch() == 1
                ? null
                : Evidence.next(
                        report,
                        "if the loss is the cache's, it shrinks where a quarter of the samples a run fit it again",
                        report.recipe(),
                        Math.max(1, report.batch() / 4));
    }

    /** Arithmetic that hides its bytes does not mind where they lie. */
    private static boolean isMoved(OpRow row, @Nullable OpRow before) {
        OpRoof now = row.roof();
        OpRoof then = before == null ? null : before.roof();
        return now != null
                && then != null
                && before != null
                && row.threads() == before.threads()
                && now.limit() != RoofLimit.ARITHMETIC
                && isElsewhere(now, then);
    }

    /** Where the system names no caches, what memory gives to the two working sets has to tell by itself. */
    private static boolean isElsewhere(OpRoof now, OpRoof then) {
        double ratio = Math.max(now.bytesRoof(), then.bytesRoof()) / Math.min(now.bytesRoof(), then.bytesRoof());
        boolean named = !now.level().isEmpty() && !then.level().isEmpty();
        return named
                ? !now.level().equals(then.level()) && ratio > APART
                : now.workingSetBytes() != then.workingSetBytes() && ratio > APART_UNNAMED;
    }

    private static @Nullable OpRow before(RunReport report, OpRow row) {
        return report.baseline().ops().stream()
                .filter(other -> other.name().equals(row.name()))
                .findFirst()
                .orElse(null);
    }

    /** Threads have a part each in the caches of their own cores. */
    private static String fits(OpRoof roof, int threads, boolean faster) {
        if (roof.level().isEmpty()) {
            return faster ? "fits a cache that the system does not name" : "does not fit it";
        }
        return roof.level().equals("memory")
                ? "fits no cache"
                : threads == 1
                        ? "fits the " + roof.level() + " cache"
                        : "fits the " + roof.level() + " caches of " + threads + " cores";
    }
}
