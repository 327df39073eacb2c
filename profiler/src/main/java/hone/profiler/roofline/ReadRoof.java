package hone.profiler.roofline;

import hone.engine.Cancellation;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.run.KernelPool;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The fastest a working set of some size can be read here: the sum of all its numbers, in four streams at once, since one
 * stream leaves the memory waiting. A small set comes from a cache, a large one from memory.
 */
public final class ReadRoof {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long LEAST = 16 << 10;
    private static final long MOST = 256L << 20;
    private static final int UNITS = 8;
    private static final long SLICE_NANOS = 2_000_000;
    private static final int SLICES = 12;
    private static final long GATHER_NANOS = 100_000_000;

    private final MemoryBudget budget;
    private final KernelPool pool;
    private final float[][] sinks = new float[UNITS][64];

    public ReadRoof(MemoryBudget budget, KernelPool pool) {
        this.budget = budget;
        this.pool = pool;
    }

    /** Bytes a second from a working set of {@code bytes}: the best of a few short slices. */
    public double bytesPerSecond(long bytes, int threads, long warmUpNanos, Cancellation stop) {
        long part = Math.clamp(bytes, LEAST, MOST) / UNITS / 4 / VECTOR * VECTOR;
        try (MemoryRegion region = budget.open(Category.DATA, "memory to read")) {
            MemorySegment memory = region.allocate(UNITS * 4 * part);
            memory.fill((byte) 0);
            KernelPool.Work work = (from, to, _) -> {
                for (long unit = from; unit < to; unit++) {
                    sum(memory, unit * 4 * part, part, sinks[(int) unit]);
                }
            };
            pool.gather(threads, GATHER_NANOS);
            slice(work, threads, warmUpNanos, stop);
            double best = Double.MAX_VALUE;
            for (int i = 0; i < SLICES; i++) {
                best = Math.min(best, slice(work, threads, SLICE_NANOS, stop));
            }
            return UNITS * 4.0 * part / best * 1e9;
        }
    }

    /** Nanoseconds of one run over the whole set. */
    private double slice(KernelPool.Work work, int threads, long nanos, Cancellation stop) {
        long start = System.nanoTime();
        long passed;
        int runs = 0;
        do {
            pool.run(work, UNITS, threads, stop);
            runs++;
            passed = System.nanoTime() - start;
        } while (passed < nanos);
        return (double) passed / runs;
    }

    private static void sum(MemorySegment memory, long from, long part, float[] sink) {
        FloatVector a = FloatVector.zero(LANES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (long at = from; at < from + part; at += VECTOR) {
            a = a.add(FloatVector.fromMemorySegment(LANES, memory, at, ORDER));
            b = b.add(FloatVector.fromMemorySegment(LANES, memory, at + part, ORDER));
            c = c.add(FloatVector.fromMemorySegment(LANES, memory, at + 2 * part, ORDER));
            d = d.add(FloatVector.fromMemorySegment(LANES, memory, at + 3 * part, ORDER));
        }
        a.add(b).add(c).add(d).intoArray(sink, 0);
    }
}
