package hone.profiler.compare;

import hone.engine.InvalidInput;
import hone.profiler.report.Machine;
import hone.profiler.report.RunReport;
import hone.profiler.scenario.ScenarioKind;
import hone.profiler.scenario.ScenarioReport;
import hone.profiler.scenario.ScenarioResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Why the figures of two reports say nothing about each other: each thing that would have to be the same and is not. */
final class Incomparable {
    /** Rates that differ by less are the same load. */
    private static final double SAME_RATE = 0.01;

    private final List<String> reasons = new ArrayList<>();

    private Incomparable() {}

    /**
     * @param where what the two are called
     * @param remedy what to measure both with
     * @throws InvalidInput with every reason, if there is one
     */
    static void refuse(List<String> reasons, String where, String remedy) {
        if (!reasons.isEmpty()) {
            throw new InvalidInput(
                    "these reports cannot be compared",
                    where,
                    String.join(", ", reasons),
                    "measure both with " + remedy + " on one machine");
        }
    }

    /** Clauses such as "the batch is 64 in one and 256 in the other"; none where the two can be compared. */
    static List<String> reasons(RunReport first, RunReport second) {
        Incomparable found = new Incomparable();
        found.same("schema version", first.schemaVersion(), second.schemaVersion());
        found.same("model's checkpoint", first.checkpoint(), second.checkpoint());
        found.same("data", first.data(), second.data());
        found.same("batch", first.batch(), second.batch());
        found.sameMachine(first.machine(), second.machine());
        found.same(
                "measure of quality",
                first.candidate().quality().metric(),
                second.candidate().quality().metric());
        found.timed(first, "first");
        found.timed(second, "second");
        return List.copyOf(found.reasons);
    }

    /** The same for two scenarios: whatever shapes the use has to be the same as well. */
    static List<String> reasons(ScenarioReport first, ScenarioReport second) {
        Incomparable found = new Incomparable();
        found.same("schema version", first.schemaVersion(), second.schemaVersion());
        found.same(
                "scenario", first.result().kind().id(), second.result().kind().id());
        found.same("model's checkpoint", first.checkpoint(), second.checkpoint());
        found.same("data", first.data(), second.data());
        if (first.result().kind() != ScenarioKind.OFFLINE) {
            found.same("batch", first.batch(), second.batch()); // there each side has its own
        }
        if (first.result() instanceof ScenarioResult.Server one
                && second.result() instanceof ScenarioResult.Server other
                && Math.abs(one.perSecond() / other.perSecond() - 1) > SAME_RATE) {
            found.reasons.add(String.format(
                    Locale.ROOT,
                    "%.4g queries arrive a second in one and %.4g in the other",
                    one.perSecond(),
                    other.perSecond()));
        }
        found.sameMachine(first.machine(), second.machine());
        return List.copyOf(found.reasons);
    }

    private void sameMachine(Machine one, Machine other) {
        same("processor", one.cpu(), other.cpu());
        same("number of processors", one.cores(), other.cores());
        same("vector width", one.vectorBits() + " bits", other.vectorBits() + " bits");
    }

    private void same(String what, Object one, Object other) {
        if (!Objects.equals(one, other)) {
            reasons.add("the " + what + " is " + one + " in one and " + other + " in the other");
        }
    }

    private void timed(RunReport report, String which) {
        if (!(report.candidate().latency().median() > 0)) {
            reasons.add("the " + which + " one has no latency of its candidate");
        }
    }
}
