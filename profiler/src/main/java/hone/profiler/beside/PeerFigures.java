package hone.profiler.beside;

import hone.profiler.peer.ModelPeer;
import hone.profiler.peer.OnnxSettings;
import hone.profiler.report.Peer;
import hone.profiler.stats.BlockBootstrap;
import hone.profiler.stats.Interval;
import java.util.List;
import java.util.stream.IntStream;

/** From the blocks of all who took turns to what the report says. */
final class PeerFigures {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private PeerFigures() {}

    /** @param rounds nanoseconds of a run by round, of the baseline, the candidate, the peer, and the peer without its binding */
    static Peer.Measured of(
            ModelPeer peer,
            OnnxSettings settings,
            String recipe,
            List<double[]> rounds,
            Peer.Outputs outputs,
            List<String> notes,
            long seed) {
        double[] baseline = rounds.get(0);
        double[] candidate = rounds.get(1);
        double[] theirs = rounds.get(2);
        return new Peer.Measured(
                peer.id(),
                peer.version(),
                new Peer.Settings(
                        settings.provider(),
                        settings.threads(),
                        1,
                        "all",
                        settings.spinning(),
                        settings.restNanos() / NANOS_PER_MILLI,
                        settings.widenedWeights(),
                        settings.exactProducts()),
                recipe,
                time(theirs, seed),
                time(rounds.get(3), seed + 1),
                time(candidate, seed + 2),
                time(baseline, seed + 3),
                ratio(theirs, candidate, seed + 4),
                ratio(theirs, baseline, seed + 5),
                outputs,
                notes);
    }

    private static Peer.Time time(double[] blocks, long seed) {
        Interval median = median(blocks, seed);
        return new Peer.Time(median.estimate(), median.low(), median.high(), blocks.length);
    }

    private static Peer.TimeRatio ratio(double[] over, double[] under, long seed) {
        Interval median = median(
                IntStream.range(0, over.length)
                        .mapToDouble(i -> over[i] / under[i])
                        .toArray(),
                seed);
        return new Peer.TimeRatio(median.estimate(), median.low(), median.high());
    }

    private static Interval median(double[] values, long seed) {
        return BlockBootstrap.ofMedian(values, IntStream.range(0, values.length).toArray(), seed);
    }
}
