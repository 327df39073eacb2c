package hone.profiler.scenario;

import hone.profiler.machine.NoiseGuard;
import hone.profiler.report.Noise;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one has to know beside the figures, in plain sentences. */
final class ScenarioNotes {
    /** Beyond this share of the median latency, the clock's own lateness is worth a word. */
    private static final double LATE = 0.1;

    private ScenarioNotes() {}

    /** @param compiled whether the compiler was done with the kernels when the time for warming up was over */
    static List<String> ofCompiler(boolean compiled) {
        return compiled
                ? List.of()
                : List.of(
                        "kernels still waited for the compiler, or ran far slower than predicted, when the time for warming"
                                + " up was over; their figures may be far from those of a warm program");
    }

    static List<String> of(Measured measured, Noise noise) {
        ScenarioResult result = measured.result();
        List<String> notes = new ArrayList<>();
        if (NoiseGuard.isLoaded(noise) && !(result instanceof ScenarioResult.Offline)) {
            notes.add("other programs ran beside: while they had the processor, queries stood still, and that is in the"
                    + " tails and in the highest rate");
        }
        if (result instanceof ScenarioResult.Offline offline && offline.dropped() > 0) {
            notes.add(
                    "the first " + offline.dropped()
                            + " passes of each side were slower, as while the compiler or another program is still at work, and are left out");
        }
        if (!measured.steady()) {
            notes.add("the passes did not keep their level, so no verdict rests on them; more --seconds may help");
        }
        if (result instanceof ScenarioResult.Server server) {
            of("the baseline", server.baseline(), notes);
            of("the candidate", server.candidate(), notes);
        }
        return notes;
    }

    private static void of(String who, ScenarioResult.ServerSide side, List<String> notes) {
        if (side.unserved() > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%s did not keep up: %,d of %,d queries were never begun, and its latencies are the least they"
                            + " can be, which grow with the length of the run",
                    who,
                    side.unserved(),
                    side.queries()));
        }
        double lag = side.lag().p50();
        if (lag > LATE * side.latency().p50()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "of %s, half the queries that had not to wait began %.1f µs late or more, by the clock and the system: that is"
                            + " in the latency too",
                    who,
                    lag / 1e3));
        }
    }
}
