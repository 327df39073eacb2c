package hone.profiler.profile;

import hone.profiler.flame.FlameTree;
import hone.profiler.flight.FlightFile;
import hone.profiler.timeline.Outliers;
import hone.profiler.timeline.Timeline;
import hone.profiler.timeline.TimelineReader;
import java.nio.file.Path;
import java.util.List;

/**
 * A recording, read.
 *
 * @param timeline what happened when
 * @param ops what each op took
 * @param flame where samples of Java frames fell
 * @param outliers runs that took long, and what went on meanwhile
 * @param rules what Mission Control's rules say
 * @param methods that were timed call by call
 */
public record Profile(
        Timeline timeline,
        List<OpShare> ops,
        FlameTree flame,
        Outliers outliers,
        JmcRules rules,
        List<MethodTime> methods) {
    public Profile {
        ops = List.copyOf(ops);
        methods = List.copyOf(methods);
    }

    /** @throws hone.engine.InvalidInput if it is no recording, or a damaged one */
    public static Profile read(Path file) {
        return of(FlightFile.read(file));
    }

    private static Profile of(FlightFile flight) {
        Timeline timeline = TimelineReader.read(flight);
        return new Profile(
                timeline,
                OpShare.of(timeline.steps()),
                FlameTree.of(flight),
                Outliers.of(timeline),
                JmcRules.of(flight, timeline),
                MethodTime.of(flight));
    }
}
