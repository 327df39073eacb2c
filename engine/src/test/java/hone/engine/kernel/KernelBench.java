package hone.engine.kernel;

import hone.engine.graph.Op;
import hone.engine.op.activation.Relu;
import hone.engine.op.matmul.Linear;
import hone.engine.tensor.TensorType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times every kernel of a few sites, interleaved: in each round each kernel runs for a short while, so that the noise
 * of the machine meets all of them alike. Prints the processor time of a run (lower quartile, median), GFLOP/s counted
 * densely, and the ratio to the first group's baseline. Quick to start and to read; {@link KernelBenchmark} is the
 * careful one. Arguments: parts of the titles to run, all without any.
 */
public final class KernelBench {
    private static final int ROUNDS = 21;
    private static final int WARM_ROUNDS = 8;
    private static final long WARM_NANOS = 200_000_000L;
    private static final long WINDOW_NANOS = 3_000_000L;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private KernelBench() {}

    /** One kernel at one site with its samples. */
    private record Contestant(String name, KernelRig rig, Prepared prepared, List<Double> nanos) {}

    public static void main(String[] arguments) {
        for (int m : new int[] {1, 4, 64, 256}) {
            if (wanted(arguments, "linear" + m)) {
                compare("linear" + m + "  (" + m + "×784→128)", BenchRigs.layers(m, 784, 128));
            }
        }
        for (int m : new int[] {1, 64}) {
            if (wanted(arguments, "big" + m)) {
                compare("big" + m + "  (" + m + "×1024→1024)", BenchRigs.layers(m, 1024, 1024));
            }
        }
        for (int n : new int[] {128, 256, 512, 1024}) {
            if (wanted(arguments, "square" + n)) {
                compare("square" + n, List.of(BenchRigs.matMul(n, n, n, List.of(1))));
            }
        }
        if (wanted(arguments, "training")) {
            compare(
                    "training  (64×784·(128×784)ᵀ, B packed in each run)",
                    List.of(BenchRigs.training(false, true, 64, 784, 128)));
            compare(
                    "training  (64×128·128×784, B packed in each run)",
                    List.of(BenchRigs.training(false, false, 64, 128, 784)));
            compare(
                    "training  ((64×128)ᵀ·64×784, both packed in each run)",
                    List.of(BenchRigs.training(true, false, 128, 64, 784)));
        }
        for (int[] size : new int[][] {{768, 768}, {3072, 768}, {4096, 4096}}) {
            for (int m : new int[] {1, 32}) {
                String shape = m + "×" + size[0] + "→" + size[1];
                if (wanted(arguments, "bits" + m)) {
                    compare("bits" + m + "  (" + shape + ")", BenchRigs.bits(m, size[0], size[1]));
                }
                if (wanted(arguments, "patterns" + m)) {
                    compare("patterns" + m + "  (" + shape + ")", BenchRigs.patterns(m, size[0], size[1]));
                }
            }
        }
        for (int n : new int[] {64, 512, 2048}) {
            if (wanted(arguments, "attention" + n)) {
                compare("attention" + n + "  (4 heads of 64)", List.of(BenchRigs.attention(n, 64, false)));
                compare("attention" + n + "  (4 heads of 64, causal)", List.of(BenchRigs.attention(n, 64, true)));
            }
        }
        if (wanted(arguments, "relu")) {
            compare(
                    "relu  (256×128)",
                    List.of(BenchRigs.floats(new Relu(), List.of(TensorType.f32(256, 128)), List.of())));
        }
    }

    private static boolean wanted(String[] parts, String title) {
        return parts.length == 0 || Arrays.asList(parts).contains(title);
    }

    private static void compare(String title, List<KernelRig> rigs) {
        List<Contestant> contestants = new ArrayList<>();
        for (KernelRig rig : rigs) {
            addContestants(rig, contestants);
        }
        for (int round = 0; round < WARM_ROUNDS; round++) {
            contestants.forEach(contestant -> time(contestant, WARM_NANOS));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Contestant contestant : contestants) {
                contestant.nanos().add(time(contestant, WINDOW_NANOS));
            }
        }
        print(title, contestants);
        rigs.forEach(KernelRig::close);
    }

    private static void addContestants(KernelRig rig, List<Contestant> contestants) {
        boolean pruned = rig.op() instanceof Linear && BenchRigs.sparsity(rig) > 0;
        for (Kernel<Op> kernel : Kernels.of(rig.op())) {
            boolean slow = kernel.rung() == Rung.BOXED || kernel.rung() == Rung.NAIVE;
            if (!slow
                    && kernel.sparse() == pruned
                    && kernel.unavailableReason().isEmpty()
                    && kernel.refusal(rig.op(), rig.site()).isEmpty()) {
                String name = rig.op().kind() + " " + kernel.id()
                        + (pruned ? String.format(" %.2f", BenchRigs.sparsity(rig)) : "");
                contestants.add(new Contestant(name, rig, rig.prepare(kernel), new ArrayList<>()));
            }
        }
    }

    private static void print(String title, List<Contestant> contestants) {
        double baseline = quantile(contestants.getFirst().nanos(), 0.25);
        System.out.println("## " + title);
        for (Contestant contestant : contestants) {
            KernelRig rig = contestant.rig();
            long flops =
                    rig.op().cost(rig.site().inputs(), rig.site().outputs()).flops();
            double nanos = quantile(contestant.nanos(), 0.25);
            System.out.printf(
                    "  %-28s %12.3f µs (median %12.3f)  %8.2f GFLOP/s  %7.2f × %s%n",
                    contestant.name(),
                    nanos / 1e3,
                    quantile(contestant.nanos(), 0.5) / 1e3,
                    flops / nanos,
                    baseline / nanos,
                    contestants.getFirst().name());
        }
    }

    private static double quantile(List<Double> samples, double share) {
        return samples.stream()
                .sorted()
                .skip((long) (samples.size() * share))
                .findFirst()
                .orElseThrow();
    }

    /** Nanoseconds of processor time a run takes, over as many runs as fit the window. */
    private static double time(Contestant contestant, long window) {
        long start = System.nanoTime();
        long startWork = THREADS.getCurrentThreadCpuTime();
        long runs = 0;
        do {
            contestant.rig().run(contestant.prepared());
            runs++;
        } while (System.nanoTime() - start < window);
        return (double) (THREADS.getCurrentThreadCpuTime() - startWork) / runs;
    }
}
