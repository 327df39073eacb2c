package hone.profiler.advice;

import hone.profiler.report.Finding;
import hone.profiler.report.OpRoof;
import hone.profiler.report.OpRow;
import hone.profiler.report.RoofLimit;
import hone.profiler.report.RunReport;
import hone.profiler.report.Severity;
import hone.profiler.report.Verdict;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Most of the time goes into ops under one kind of roof, so that more of what is not the limit cannot help. */
abstract class RoofBound implements AdviceRule {
    private static final double MOST = 0.5;

    private final RoofLimit limit;
    private final String atTheRoof;
    private final String below;

    /**
     * @param atTheRoof the title where the roof is reached
     * @param below where it is the nearer one, and not reached
     */
    RoofBound(RoofLimit limit, String atTheRoof, String below) {
        this.limit = limit;
        this.atTheRoof = atTheRoof;
        this.below = below;
    }

    @Override
    public final Optional<Finding> find(RunReport report) {
        List<OpRow> bound = Evidence.under(report.candidate(), limit);
        if (Evidence.share(bound) < MOST) {
            return Optional.empty();
        }
        OpRow longest = Evidence.longest(bound);
        return Evidence.finding(
                this,
                report.verdict() == Verdict.FASTER ? Severity.NOTE : Severity.CAUSE,
                Evidence.atTheRoof(bound) ? atTheRoof : below,
                evidence(bound, longest, Evidence.roof(longest)),
                next(report, bound));
    }

    /** What was measured. */
    abstract String evidence(List<OpRow> bound, OpRow longest, OpRoof roof);

    /** What would confirm it. */
    abstract Finding.@Nullable NextExperiment next(RunReport report, List<OpRow> bound);
}
