package hone.profiler.roofline;

import hone.engine.Cancellation;
import hone.engine.memory.MemoryBudget;
import hone.engine.run.KernelPool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What this machine does at most, by number of threads: measured, never looked up.
 *
 * @param measuredAt when
 * @param flopsPerSecond by threads and kind of arithmetic, two operations for each multiply-add
 * @param memory by threads
 */
public record Roofs(
        Instant measuredAt, Map<Integer, Map<Arithmetic, Double>> flopsPerSecond, Map<Integer, MemoryCurve> memory) {
    private static final List<Long> WORKING_SETS =
            List.of(8L << 10, 24L << 10, 96L << 10, 384L << 10, 1536L << 10, 6L << 20, 24L << 20, 96L << 20);
    private static final long WARM_UP_NANOS = 100_000_000;

    public Roofs {
        flopsPerSecond = Map.copyOf(flopsPerSecond);
        memory = Map.copyOf(memory);
    }

    /** Whether all of it is a machine's: numbers above nothing, for the same threads in both. */
    boolean isSound() {
        return flopsPerSecond.keySet().equals(memory.keySet())
                && !memory.isEmpty()
                && flopsPerSecond.values().stream()
                        .allMatch(kinds -> kinds.keySet().equals(EnumSet.allOf(Arithmetic.class))
                                && kinds.values().stream().allMatch(Roofs::isRate))
                && memory.values().stream()
                        .allMatch(curve -> curve.points().stream()
                                        .allMatch(point ->
                                                isRate(point.bytesPerSecond()) && isRate(point.readBytesPerSecond()))
                                && curve.points().stream()
                                        .map(MemoryCurve.Point::workingSetBytes)
                                        .toList()
                                        .equals(WORKING_SETS));
    }

    private static boolean isRate(@Nullable Double perSecond) {
        return perSecond != null && perSecond > 0 && perSecond < 1e18;
    }

    /** Whether no roof of arithmetic is further from the other's than that share. */
    boolean arithmeticWithin(Roofs other, double share) {
        return flopsPerSecond.entrySet().stream()
                .allMatch(kinds -> kinds.getValue().entrySet().stream()
                        .allMatch(rate ->
                                Math.abs(other.flopsPerSecond(rate.getKey(), kinds.getKey()) / rate.getValue() - 1)
                                        <= share));
    }

    /** Whether this many threads were measured. */
    boolean knows(int threads) {
        return memory.containsKey(threads);
    }

    /** Measures the roofs for each of these numbers of threads, in about a second each. */
    public static Roofs measure(MemoryBudget budget, KernelPool pool, Collection<Integer> threads, Cancellation stop) {
        FmaRoof float32 = new FmaRoof(pool);
        Int8Roof int8 = new Int8Roof(pool);
        TrafficRoof traffic = new TrafficRoof(budget, pool);
        traffic.point(WORKING_SETS.getFirst(), 1, stop); // compiled before anything counts
        Map<Integer, Map<Arithmetic, Double>> flops = new TreeMap<>();
        Map<Integer, MemoryCurve> memory = new TreeMap<>();
        for (int count : new TreeSet<>(threads)) {
            Map<Arithmetic, Double> kinds = new EnumMap<>(Arithmetic.class);
            kinds.put(Arithmetic.FLOAT32, float32.flopsPerSecond(count, WARM_UP_NANOS, stop));
            kinds.put(Arithmetic.INT8, int8.flopsPerSecond(count, WARM_UP_NANOS, stop));
            flops.put(count, kinds);
            List<MemoryCurve.Point> points = new ArrayList<>();
            for (long bytes : WORKING_SETS) {
                stop.check("the roofs");
                points.add(traffic.point(bytes, count, stop));
            }
            memory.put(count, new MemoryCurve(count, points));
        }
        return new Roofs(Instant.now(), flops, memory);
    }

    /** The better of two measurings of the same machine: what it did once it can do. */
    public Roofs best(Roofs other) {
        Map<Integer, Map<Arithmetic, Double>> flops = new TreeMap<>(flopsPerSecond);
        Map<Integer, MemoryCurve> curves = new TreeMap<>(memory);
        other.flopsPerSecond.forEach((count, kinds) -> flops.merge(count, kinds, Roofs::better));
        other.memory.forEach((count, curve) -> curves.merge(count, curve, MemoryCurve::best));
        return new Roofs(other.measuredAt, flops, curves);
    }

    private static Map<Arithmetic, Double> better(Map<Arithmetic, Double> one, Map<Arithmetic, Double> other) {
        Map<Arithmetic, Double> better = new EnumMap<>(one);
        other.forEach((kind, rate) -> better.merge(kind, rate, Math::max));
        return better;
    }

    double flopsPerSecond(Arithmetic kind, int threads) {
        Map<Arithmetic, Double> kinds = flopsPerSecond.get(threads);
        Double measured = kinds == null ? null : kinds.get(kind);
        if (measured == null) {
            throw new IllegalArgumentException("no roof was measured on " + threads + " threads");
        }
        return measured;
    }

    MemoryCurve memory(int threads) {
        MemoryCurve curve = memory.get(threads);
        if (curve == null) {
            throw new IllegalArgumentException("no roof was measured on " + threads + " threads");
        }
        return curve;
    }
}
