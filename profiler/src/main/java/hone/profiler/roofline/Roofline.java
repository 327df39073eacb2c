package hone.profiler.roofline;

import hone.engine.Cancellation;
import hone.engine.memory.MemoryBudget;
import hone.engine.run.KernelPool;
import hone.profiler.arm.OpenArm;
import hone.profiler.machine.NoiseGuard;
import hone.profiler.pass.ProfilePass;
import hone.profiler.report.Noise;
import hone.profiler.report.OpRow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The ops of a plan below the roofs of the machine that ran it.
 *
 * @param points in the order the ops run
 * @param roofs measured before and after the ops; the better counts
 * @param caches that the system tells about; none where it does not
 * @param noise of the whole measurement
 */
public record Roofline(List<RoofPoint> points, Roofs roofs, List<CacheLevel> caches, Noise noise) {
    /** Share of a roof that an op may be above it, beside the noise of the run. */
    public static final double TOLERATED = 0.05;

    private static final long PASS_NANOS = 1_000_000_000L;

    public Roofline {
        points = List.copyOf(points);
        caches = List.copyOf(caches);
    }

    /** Times the ops of an arm that is warm, and measures the roofs before and after. */
    public static Roofline measure(OpenArm arm, MemoryBudget budget, KernelPool pool, Cancellation stop) {
        NoiseGuard guard = NoiseGuard.before();
        Set<Integer> threads = new TreeSet<>(Set.of(1, pool.size()));
        arm.plan().steps().forEach(step -> threads.add(step.threads()));
        Roofs before = Roofs.measure(budget, pool, threads, stop);
        arm.getReady();
        List<OpRow> rows = ProfilePass.of(List.of(arm), PASS_NANOS, stop).getFirst();
        Roofs roofs = before.best(Roofs.measure(budget, pool, threads, stop));
        return of(rows, OpTraffic.of(arm.plan()), roofs, CacheLevel.ofThisMachine(), guard.after());
    }

    static Roofline of(
            List<OpRow> rows, Map<String, OpTraffic> traffic, Roofs roofs, List<CacheLevel> caches, Noise noise) {
        List<RoofPoint> points = rows.stream()
                .map(row -> RoofPoint.of(row, traffic.getOrDefault(row.name(), OpTraffic.READING), roofs))
                .toList();
        return new Roofline(points, roofs, caches, noise);
    }

    /** How far the machine's own speed moved meanwhile, as a share. */
    public double movedBy() {
        return Math.abs(noise.calibrationAfter() / noise.calibrationBefore() - 1);
    }

    /** Points above their roof by more than can be: then a roof was measured too low, or bytes were derived wrongly. */
    public List<RoofPoint> aboveRoof() {
        double most = 1 + TOLERATED + movedBy();
        return points.stream()
                .filter(point -> point.judged() && point.share() > most)
                .toList();
    }
}
