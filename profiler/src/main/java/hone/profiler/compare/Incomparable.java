package hone.profiler.compare;

import hone.profiler.report.Machine;
import hone.profiler.report.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Why the figures of two reports say nothing about each other: each thing that would have to be the same and is not. */
final class Incomparable {
    private final List<String> reasons = new ArrayList<>();

    private Incomparable() {}

    /** Clauses such as "the batch is 64 in one and 256 in the other"; none where the two can be compared. */
    static List<String> reasons(RunReport first, RunReport second) {
        Incomparable found = new Incomparable();
        found.same("schema version", first.schemaVersion(), second.schemaVersion());
        found.same("model's checkpoint", first.checkpoint(), second.checkpoint());
        found.same("data", first.data(), second.data());
        found.same("batch", first.batch(), second.batch());
        Machine one = first.machine();
        Machine other = second.machine();
        found.same("processor", one.cpu(), other.cpu());
        found.same("number of processors", one.cores(), other.cores());
        found.same("vector width", one.vectorBits() + " bits", other.vectorBits() + " bits");
        found.same(
                "measure of quality",
                first.candidate().quality().metric(),
                second.candidate().quality().metric());
        found.timed(first, "first");
        found.timed(second, "second");
        return List.copyOf(found.reasons);
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
