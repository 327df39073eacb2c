package hone.profiler.explore;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.HoneException;
import hone.engine.random.CounterRandom;
import hone.profiler.report.RunReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * Measures many points, in a random order, so that a drift of the machine meets no technique more than another. Ends when all
 * are done, when the time is up, or when it is stopped; what was measured until then is kept.
 */
public final class Exploration {
    private static final long STREAM = 0x4558_504C_4F52L;

    /** Hears of each point. */
    public interface Listener {
        /** One is about to be measured. */
        void begins(Point point, int done, int all, long remainingNanos);

        /** One was measured, and is the fastest so far or is not. */
        void measured(Cell cell, boolean best);
    }

    /** Why an exploration ended. */
    public enum Ending {
        COMPLETE,
        OUT_OF_TIME,
        STOPPED
    }

    /**
     * What was measured.
     *
     * @param cells by point, in the order of the points that were given
     * @param refused points that cannot be measured, each with the reason
     * @param ending why no more were measured
     * @param points how many there were to measure
     */
    public record Result(
            SequencedMap<Point, Cell> cells, SequencedMap<Point, String> refused, Ending ending, int points) {
        /** The fastest a sample; empty where nothing was measured. */
        public Optional<Cell> fastest() {
            return cells.values().stream().min(java.util.Comparator.comparingDouble(Cell::nanosPerSample));
        }
    }

    private final Function<Point, RunReport> trial;
    private final long seed;
    private final long budgetNanos;

    /**
     * @param trial measures a point; it throws a {@link HoneException} where the point cannot be measured
     * @param seed of the order
     * @param budgetNanos after which no other point is begun; at least one is measured
     */
    public Exploration(Function<Point, RunReport> trial, long seed, long budgetNanos) {
        this.trial = trial;
        this.seed = seed;
        this.budgetNanos = budgetNanos;
    }

    /** Measures them on the calling thread. */
    public Result run(List<Point> points, Listener listener, Cancellation stop) {
        Map<Point, Cell> cells = new LinkedHashMap<>();
        Map<Point, String> refused = new LinkedHashMap<>();
        long start = System.nanoTime();
        Ending ending = Ending.COMPLETE;
        for (Point point : shuffled(points)) {
            int done = cells.size() + refused.size();
            long passed = System.nanoTime() - start;
            if (stop.isCancelled()) {
                ending = Ending.STOPPED;
                break;
            }
            if (!cells.isEmpty() && passed > budgetNanos) {
                ending = Ending.OUT_OF_TIME;
                break;
            }
            listener.begins(point, done, points.size(), done == 0 ? -1 : passed / done * (points.size() - done));
            try {
                Cell cell = Cell.of(trial.apply(point));
                boolean best =
                        cells.values().stream().allMatch(other -> cell.nanosPerSample() < other.nanosPerSample());
                cells.put(point, cell);
                listener.measured(cell, best);
            } catch (Cancelled _) {
                ending = Ending.STOPPED;
                break;
            } catch (HoneException e) {
                refused.put(point, e.getMessage());
            }
        }
        return new Result(ordered(points, cells), ordered(points, refused), ending, points.size());
    }

    private List<Point> shuffled(List<Point> points) {
        List<Point> order = new ArrayList<>(points);
        CounterRandom random = new CounterRandom(seed, STREAM, 0);
        for (int i = order.size() - 1; i > 0; i--) {
            Collections.swap(order, i, random.nextInt(i + 1));
        }
        return order;
    }

    private static <T> SequencedMap<Point, T> ordered(List<Point> points, Map<Point, T> found) {
        SequencedMap<Point, T> ordered = new LinkedHashMap<>();
        for (Point point : points) {
            T value = found.get(point);
            if (value != null) {
                ordered.put(point, value);
            }
        }
        return ordered;
    }
}
