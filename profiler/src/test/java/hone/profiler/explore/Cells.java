package hone.profiler.explore;

import hone.profiler.report.Quality;
import hone.profiler.report.Ratio;
import hone.profiler.report.Verdict;

/** Cells as trials would give them. */
final class Cells {
    private Cells() {}

    /** So many times as fast as the baseline's millisecond, give or take a share. */
    static Cell of(Point point, double speedup, double share) {
        return of(point, 1e6 / speedup, share, 1_000, 1_000, 0.97);
    }

    static Cell of(Point point, double nanos, double share, long peak, long file, double accuracy) {
        double speedup = 1e6 / nanos;
        return new Cell(
                point.recipe().toString(),
                point.batch(),
                new Ratio(speedup, speedup * (1 - share), speedup * (1 + share), 0.01),
                Verdict.UNKNOWN,
                nanos / point.batch(),
                nanos,
                nanos * (1 - share),
                nanos * (1 + share),
                peak,
                file,
                new Quality("accuracy", accuracy, accuracy - 0.005, accuracy + 0.005, 4_000, true));
    }
}
