package hone.profiler.bench.kernels;

import hone.engine.Cancellation;
import hone.engine.graph.Cost;
import hone.engine.memory.MemoryBudget;
import hone.engine.run.KernelPool;
import hone.profiler.bench.BenchEffort;
import hone.profiler.roofline.FmaRoof;
import hone.profiler.roofline.ReadRoof;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What this machine does at most, for each number of threads that rows have: measured here and now, never looked up. */
final class MachineRoofs {
    private final ReadRoof reading;
    private final BenchEffort effort;
    private final Cancellation stop;
    private final Map<Integer, Double> flops = new TreeMap<>();

    /** Measures the roofs of arithmetic, which takes a moment. */
    MachineRoofs(MemoryBudget budget, KernelPool pool, List<Integer> threads, BenchEffort effort, Cancellation stop) {
        this.reading = new ReadRoof(budget, pool);
        this.effort = effort;
        this.stop = stop;
        FmaRoof arithmetic = new FmaRoof(pool);
        for (int count : threads) {
            flops.put(count, arithmetic.flopsPerSecond(count, effort.leastWarmUpNanos() / 2, stop));
        }
    }

    /** Multiply-adds of so many threads, two operations each. */
    double flopsPerSecond(int threads) {
        Double measured = flops.get(threads);
        if (measured == null) {
            throw new IllegalArgumentException("no roof was measured on " + threads + " threads");
        }
        return measured;
    }

    /** Reading a working set of {@code bytes} on so many threads. */
    double bytesPerSecond(long bytes, int threads) {
        return reading.bytesPerSecond(bytes, threads, effort.leastWarmUpNanos() / 8, stop);
    }

    /** The larger share of the two roofs that an op of this cost reaches in so many nanoseconds. */
    double share(Cost cost, double nanos, int threads, double readRoof) {
        return Math.max(cost.flops() / nanos * 1e9 / flopsPerSecond(threads), cost.bytes() / nanos * 1e9 / readRoof);
    }

    /** Both roofs of every number of threads, the one of memory for a set too large for any cache. */
    List<RoofRow> rows(long memoryBytes) {
        return flops.keySet().stream()
                .map(count -> new RoofRow(count, flopsPerSecond(count), bytesPerSecond(memoryBytes, count)))
                .toList();
    }
}
