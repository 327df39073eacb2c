package hone.visualizers.tile;

import hone.profiler.report.RunReport;
import java.util.Optional;

/** One of the figures a tile can show: how it is read from a report, and how it is said. */
public interface TileKind {
    /** Short name, also the key of its title: "latency". */
    String id();

    /** Its title once a trial has said what was measured; empty for the usual one. */
    default Optional<String> title(RunReport report) {
        return Optional.empty();
    }

    /** What a finished trial says. */
    TileFace measured(RunReport report);

    /** What is expected before the trial has run; a waiting face where nothing is. */
    TileFace predicted(Prediction prediction);
}
