package hone.profiler.roofline;

import hone.engine.Cancellation;
import hone.engine.memory.MemoryBudget;
import hone.engine.run.KernelPool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

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

    /** Measures the roofs for each of these numbers of threads, in about a second each. */
    public static Roofs measure(MemoryBudget budget, KernelPool pool, Collection<Integer> threads, Cancellation stop) {
        FmaRoof float32 = new FmaRoof(pool);
        Int8Roof int8 = new Int8Roof(pool);
        TrafficRoof traffic = new TrafficRoof(budget, pool);
        traffic.bytesPerSecond(WORKING_SETS.getFirst(), 1, stop); // compiled before anything counts
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
                points.add(new MemoryCurve.Point(bytes, traffic.bytesPerSecond(bytes, count, stop)));
            }
            memory.put(count, new MemoryCurve(count, points));
        }
        return new Roofs(Instant.now(), flops, memory);
    }

    /** The better of two measurings of the same machine: what it did once it can do. */
    public Roofs best(Roofs other) {
        Map<Integer, Map<Arithmetic, Double>> flops = new TreeMap<>();
        Map<Integer, MemoryCurve> curves = new TreeMap<>();
        for (int count : memory.keySet()) {
            Map<Arithmetic, Double> kinds = new EnumMap<>(Arithmetic.class);
            for (Arithmetic kind : Arithmetic.values()) {
                kinds.put(kind, Math.max(flopsPerSecond(kind, count), other.flopsPerSecond(kind, count)));
            }
            flops.put(count, kinds);
            curves.put(count, memory(count).best(other.memory(count)));
        }
        return new Roofs(other.measuredAt, flops, curves);
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
