package hone.profiler.roofline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The roof of memory on some number of threads, by working set.
 *
 * @param threads at work
 * @param points from the smallest set to the largest
 */
public record MemoryCurve(int threads, List<Point> points) {
    private static final double KNEE = 0.75;

    /**
     * One working set.
     *
     * @param workingSetBytes of all threads together
     * @param readBytesPerSecond where all of it is only read
     * @param bytesPerSecond read and written, in the best mixture
     */
    public record Point(long workingSetBytes, double readBytesPerSecond, double bytesPerSecond) {
        private Point best(Point other) {
            return new Point(
                    workingSetBytes,
                    Math.max(readBytesPerSecond, other.readBytesPerSecond),
                    Math.max(bytesPerSecond, other.bytesPerSecond));
        }
    }

    public MemoryCurve {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("a roof of memory needs a point");
        }
    }

    /** The best of the largest measured set that is no larger than this one, and of all that are larger still. */
    public double bytesPerSecond(long workingSet) {
        return best(workingSet, Point::bytesPerSecond);
    }

    /**
     * The same for traffic of which a share is read: caches write beside reading, so that what only reads has a lower roof
     * than what changes all it reads.
     *
     * @param readShare of the bytes read and written: 1 for reading alone
     */
    double bytesPerSecond(long workingSet, double readShare) {
        return Math.min(bytesPerSecond(workingSet), best(workingSet, Point::readBytesPerSecond) / readShare);
    }

    private double best(long workingSet, ToDoubleFunction<Point> rate) {
        int from = 0;
        for (int i = 0; i < points.size(); i++) {
            from = points.get(i).workingSetBytes() <= workingSet ? i : from;
        }
        return points.subList(from, points.size()).stream()
                .mapToDouble(rate)
                .max()
                .orElseThrow();
    }

    /** Main memory: the largest set. */
    public double memoryBytesPerSecond() {
        return points.getLast().bytesPerSecond();
    }

    /** The largest set before each fall by a quarter or more: about what a cache holds, of all threads together. */
    public List<Long> knees() {
        List<Long> knees = new ArrayList<>();
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).bytesPerSecond() < KNEE * points.get(i - 1).bytesPerSecond()) {
                knees.add(points.get(i - 1).workingSetBytes());
            }
        }
        return knees;
    }

    /** The better of two measurings of the same machine, set by set. */
    MemoryCurve best(MemoryCurve other) {
        List<Point> best = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            best.add(points.get(i).best(other.points.get(i)));
        }
        return new MemoryCurve(threads, best);
    }
}
