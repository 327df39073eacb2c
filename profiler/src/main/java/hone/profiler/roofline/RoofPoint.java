package hone.profiler.roofline;

import hone.profiler.report.OpRow;
import hone.profiler.report.RoofLimit;

/**
 * An op below its roofs.
 *
 * @param name of the op
 * @param op kind of op
 * @param kernel that ran it
 * @param arithmetic of the kernel
 * @param threads that shared it
 * @param flops really done, two for each multiply-add
 * @param bytes read and written, derived by formula
 * @param workingSetBytes those bytes, without what is written over what was read: an op that works in place touches it once
 * @param nanos median time
 * @param predictedNanos by the machine profile
 * @param flopsRoof operations a second at most
 * @param bytesRoof bytes a second at most, for a working set of that size and its share of reading
 */
public record RoofPoint(
        String name,
        String op,
        String kernel,
        Arithmetic arithmetic,
        int threads,
        long flops,
        long bytes,
        long workingSetBytes,
        double nanos,
        double predictedNanos,
        double flopsRoof,
        double bytesRoof) {
    /** Ops shorter than this are not judged: reading the clock takes a good part of it. */
    static final double SHORTEST_NANOS = 200;

    private static final double NEAR = 0.5;

    static RoofPoint of(OpRow row, OpTraffic traffic, Roofs roofs) {
        long workingSet = Math.max(0, row.bytes() - traffic.writtenOver());
        Arithmetic kind = Arithmetic.of(row);
        return new RoofPoint(
                row.name(),
                row.op(),
                row.kernel(),
                kind,
                row.threads(),
                row.executedFlops(),
                row.bytes(),
                workingSet,
                row.nanos(),
                row.predictedNanos(),
                roofs.flopsPerSecond(kind, row.threads()),
                roofs.memory(row.threads()).bytesPerSecond(workingSet, traffic.readShare(row.bytes())));
    }

    public boolean judged() {
        return nanos >= SHORTEST_NANOS;
    }

    public double gflops() {
        return flops / nanos;
    }

    public double gigabytesPerSecond() {
        return bytes / nanos;
    }

    /** FLOPs a byte. */
    public double intensity() {
        return bytes == 0 ? 0 : (double) flops / bytes;
    }

    /** Nanoseconds that no kernel on this machine can beat. */
    public double leastNanos() {
        return Math.max(flops / flopsRoof, bytes / bytesRoof) * 1e9;
    }

    /** The share of the lower roof that is reached; NaN where the op is too short to judge. */
    public double share() {
        return judged() ? leastNanos() / nanos : Double.NaN;
    }

    /** Whether the lower roof is the one of memory. */
    public boolean memoryIsLower() {
        return bytes / bytesRoof >= flops / flopsRoof;
    }

    public RoofLimit limit() {
        if (!judged()) {
            return RoofLimit.TOO_SHORT;
        }
        if (share() < NEAR) {
            return RoofLimit.NEITHER;
        }
        return memoryIsLower() ? RoofLimit.MEMORY : RoofLimit.ARITHMETIC;
    }
}
