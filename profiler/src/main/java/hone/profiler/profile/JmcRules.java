package hone.profiler.profile;

import hone.engine.Cancelled;
import hone.profiler.flight.FlightFile;
import hone.profiler.timeline.Span;
import hone.profiler.timeline.Timeline;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.IRange;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.flightrecorder.rules.IResult;
import org.openjdk.jmc.flightrecorder.rules.IRule;
import org.openjdk.jmc.flightrecorder.rules.ResultToolkit;
import org.openjdk.jmc.flightrecorder.rules.RuleRegistry;
import org.openjdk.jmc.flightrecorder.rules.Severity;
import org.openjdk.jmc.flightrecorder.rules.TypedResult;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;

/**
 * The rules of JDK Mission Control over a recording.
 *
 * @param findings informations and warnings, the gravest first
 * @param satisfied rules that found nothing to say
 * @param notApplicable rules that this recording has no events for
 * @param failed names of the rules that ended by an error of their own
 */
public record JmcRules(List<RuleFinding> findings, int satisfied, int notApplicable, List<String> failed) {
    public JmcRules {
        findings = List.copyOf(findings);
        failed = List.copyOf(failed);
    }

    /** Runs all of them; some seconds for a long recording. */
    public static JmcRules of(FlightFile file, Timeline timeline) {
        Collection<IRule> rules = RuleRegistry.getRules();
        List<RuleFinding> findings = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        int satisfied = 0;
        int notApplicable = 0;
        Map<IRule, Future<IResult>> results =
                RulesToolkit.evaluateParallel(rules, file.items(), IPreferenceValueProvider.DEFAULT_VALUES, 1);
        for (Map.Entry<IRule, Future<IResult>> entry : results.entrySet()) {
            Optional<IResult> result = wait(entry.getValue());
            if (result.isEmpty()) {
                failed.add(entry.getKey().getName());
                continue;
            }
            Severity severity = result.get().getSeverity();
            switch (severity) {
                case INFO, WARNING -> findings.add(finding(entry.getKey(), result.get(), timeline));
                case OK -> satisfied++;
                case NA, IGNORE -> notApplicable++;
            }
        }
        findings.sort(Comparator.comparingDouble(RuleFinding::score).reversed().thenComparing(RuleFinding::rule));
        failed.sort(Comparator.naturalOrder());
        return new JmcRules(findings, satisfied, notApplicable, failed);
    }

    private static Optional<IResult> wait(Future<IResult> future) {
        try {
            return Optional.ofNullable(future.get());
        } catch (ExecutionException e) {
            return Optional.empty(); // told as failed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled("the rules");
        }
    }

    private static RuleFinding finding(IRule rule, IResult result, Timeline timeline) {
        long[] window = {0, timeline.lengthNanos()};
        boolean narrower = false;
        for (TypedResult<?> typed : rule.getResults()) {
            if (result.getResult(typed) instanceof IRange<?> range
                    && range.getStart() instanceof IQuantity from
                    && range.getEnd() instanceof IQuantity to
                    && from.getType().equals(UnitLookup.TIMESTAMP)) {
                long zero = ChronoUnit.NANOS.between(Instant.EPOCH, timeline.start());
                window[0] = from.clampedLongValueIn(UnitLookup.EPOCH_NS) - zero;
                window[1] = to.clampedLongValueIn(UnitLookup.EPOCH_NS) - zero;
                narrower = true;
            }
        }
        IQuantity score = result.getResult(TypedResult.SCORE);
        return new RuleFinding(
                rule.getName(),
                result.getSeverity() == Severity.WARNING ? "warning" : "information",
                score == null ? 0 : score.doubleValue(),
                text(result, result.getSummary()),
                text(result, result.getExplanation()),
                text(result, result.getSolution()),
                window[0],
                window[1],
                narrower,
                narrower ? nearest(timeline, window[0]) : null);
    }

    private static @Nullable String nearest(Timeline timeline, long at) {
        return timeline.steps().stream()
                .filter(step -> step.endNanos() >= at)
                .findFirst()
                .map(Span::name)
                .orElse(null);
    }

    /** With its values filled in, and without the marks of a page. */
    private static String text(IResult result, @Nullable String template) {
        if (template == null) {
            return "";
        }
        return ResultToolkit.populateMessage(result, template, false)
                .replaceAll("<[^>]*>", "")
                .replaceAll("\\s+", " ")
                .replace("''", "'")
                .strip();
    }
}
