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
 * The most bytes a second that go through a working set of some size: of reading alone, and the best of that, of changing in
 * place (a byte read and a byte written), and of the triad a = b + s·c. Each thread goes over a part of its own again and
 * again, so that handing out the work, which for a small set takes longer than the set, does not count.
 */
final class TrafficRoof {
    private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final long VECTOR = LANES.vectorByteSize();
    private static final long STEP = 12 * VECTOR;
    private static final long TRAFFIC = 4L << 20;
    private static final int SLICES = 5;
    private static final long GATHER_NANOS = 100_000_000;

    private final MemoryBudget budget;
    private final KernelPool pool;
    private final float[][] sinks = new float[64][64];

    TrafficRoof(MemoryBudget budget, KernelPool pool) {
        this.budget = budget;
        this.pool = pool;
    }

    private interface Pass {
        void over(MemorySegment memory, long from, long bytes, float[] sink);
    }

    /** Bytes a second through a working set of {@code bytes} that {@code threads} divide among themselves. */
    MemoryCurve.Point point(long bytes, int threads, Cancellation stop) {
        long part = Math.max(STEP, bytes / threads / STEP * STEP);
        try (MemoryRegion region = budget.open(Category.DATA, "memory to go through")) {
            MemorySegment memory = region.allocate(threads * part);
            memory.fill((byte) 0);
            pool.gather(threads, GATHER_NANOS);
            double changed = best(TrafficRoof::change, memory, part, threads, stop) * part;
            double read = Math.max(changed, best(TrafficRoof::read, memory, part, threads, stop) * part);
            double triad = best(TrafficRoof::triad, memory, part, threads, stop) * part;
            return new MemoryCurve.Point(bytes, threads * read, threads * Math.max(Math.max(read, 2 * changed), triad));
        }
    }

    /** Passes a second. */
    private double best(Pass pass, MemorySegment memory, long part, int threads, Cancellation stop) {
        long passes = Math.max(1, TRAFFIC / part);
        KernelPool.Work work = (from, to, _) -> {
            for (long unit = from; unit < to; unit++) {
                for (long i = 0; i < passes; i++) {
                    pass.over(memory, unit * part, part, sinks[(int) unit % sinks.length]);
                }
            }
        };
        double best = Double.MAX_VALUE;
        for (int i = 0; i <= SLICES; i++) {
            long start = System.nanoTime();
            pool.run(work, threads, threads, stop);
            best = Math.min(best, (double) (System.nanoTime() - start));
        }
        return passes / best * 1e9;
    }

    private static void read(MemorySegment memory, long from, long bytes, float[] sink) {
        FloatVector a = FloatVector.zero(LANES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        long quarter = bytes / 4;
        for (long at = from; at < from + quarter; at += VECTOR) {
            a = a.add(FloatVector.fromMemorySegment(LANES, memory, at, ORDER));
            b = b.add(FloatVector.fromMemorySegment(LANES, memory, at + quarter, ORDER));
            c = c.add(FloatVector.fromMemorySegment(LANES, memory, at + 2 * quarter, ORDER));
            d = d.add(FloatVector.fromMemorySegment(LANES, memory, at + 3 * quarter, ORDER));
        }
        a.add(b).add(c).add(d).intoArray(sink, 0);
    }

    /** One instruction a vector between reading and writing: the larger of two, say, takes so many that memory waits. */
    private static void change(MemorySegment memory, long from, long bytes, float[] sink) {
        for (long at = from; at < from + bytes; at += VECTOR) {
            FloatVector.fromMemorySegment(LANES, memory, at, ORDER).add(0).intoMemorySegment(memory, at, ORDER);
        }
        sink[0] += 1;
    }

    private static void triad(MemorySegment memory, long from, long bytes, float[] sink) {
        FloatVector s = FloatVector.broadcast(LANES, 0.5f);
        long third = bytes / 3;
        for (long at = from; at < from + third; at += VECTOR) {
            FloatVector.fromMemorySegment(LANES, memory, at + 2 * third, ORDER)
                    .fma(s, FloatVector.fromMemorySegment(LANES, memory, at + third, ORDER))
                    .intoMemorySegment(memory, at, ORDER);
        }
        sink[0] += 1;
    }
}
