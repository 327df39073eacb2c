package hone.profiler.costs;

import hone.engine.Cancellation;
import hone.engine.memory.MemoryBudget;
import hone.engine.run.KernelPool;
import java.util.Map;

/** Prints what every kernel costs in a process of its own, which may be told not to optimize. */
final class UncompiledProfile {
    private static final long QUICK = 20_000_000L;

    private UncompiledProfile() {}

    public static void main(String[] arguments) {
        try (KernelPool pool = new KernelPool(1)) {
            Map<String, double[]> costs = new MachineProfiler(new MemoryBudget(256L << 20), pool)
                    .measure(QUICK, new Cancellation())
                    .costs()
                    .nanosPerWork();
            costs.forEach((kernel, perWork) -> {
                for (double nanos : perWork) {
                    System.out.println("cost " + kernel + " " + nanos);
                }
            });
        }
    }
}
