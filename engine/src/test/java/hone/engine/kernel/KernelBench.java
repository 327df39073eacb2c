package hone.engine.kernel;

import hone.engine.graph.Op;
import hone.engine.op.activation.Relu;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.MatMul;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Times every kernel of a few sites, interleaved: in each round each kernel runs for a short while, so that the noise
 * of the machine meets all of them alike. Prints the median time, GFLOP/s and the ratio to the site's baseline. Quick to
 * start and to read; the JMH benchmark beside it is the careful one.
 */
public final class KernelBench {
    private static final int ROUNDS = 15;
    private static final long WARM_NANOS = 1_500_000_000L;
    private static final long WINDOW_NANOS = 4_000_000L;

    private KernelBench() {}

    /** One kernel at one site with its samples. */
    private record Contestant(String id, Prepared prepared, List<Double> nanos) {}

    public static void main(String[] arguments) {
        List<String> only = Arrays.asList(arguments);
        for (int m : new int[] {1, 4, 64, 256}) {
            compare("linear " + m + "×784→128", linear(m, 784, 128), only);
        }
        for (int n : new int[] {256, 512, 1024}) {
            compare("matmul " + n + "³ constant B", matMul(n, n, n, List.of(1)), only);
        }
        compare("matmul 64×784·784×128, B packed each run", matMul(64, 784, 128, List.of()), only);
        compare("relu 256×128", rig(new Relu(), List.of(TensorType.f32(256, 128)), List.of()), only);
    }

    static KernelRig linear(int m, int k, int n) {
        return rig(
                new Linear(true),
                List.of(TensorType.f32(m, k), TensorType.f32(n, k), TensorType.f32(n)),
                List.of(1, 2));
    }

    static KernelRig matMul(int m, int k, int n, List<Integer> constants) {
        return rig(new MatMul(false, false), List.of(TensorType.f32(m, k), TensorType.f32(k, n)), constants);
    }

    static KernelRig rig(Op op, List<TensorType> types, List<Integer> constants) {
        KernelRig rig = new KernelRig(op, types, constants, 1);
        Random random = new Random(7);
        for (int i = 0; i < types.size(); i++) {
            for (long e = 0; e < rig.input(i).shape().elements(); e++) {
                rig.input(i).setFloat(e, random.nextFloat() - 0.5F);
            }
        }
        return rig;
    }

    private static void compare(String title, KernelRig rig, List<String> only) {
        List<Contestant> contestants = new ArrayList<>();
        for (Kernel<Op> kernel : Kernels.of(rig.op())) {
            if (kernel.unavailableReason().isEmpty()
                    && kernel.refusal(rig.op(), rig.site()).isEmpty()
                    && (only.isEmpty() || only.contains(kernel.id()))) {
                contestants.add(new Contestant(kernel.id(), rig.prepare(kernel), new ArrayList<>()));
            }
        }
        contestants.forEach(contestant -> time(rig, contestant.prepared(), WARM_NANOS));
        for (int round = 0; round < ROUNDS; round++) {
            contestants.forEach(contestant -> contestant.nanos().add(time(rig, contestant.prepared(), WINDOW_NANOS)));
        }
        long flops = rig.op().cost(rig.site().inputs(), rig.site().outputs()).flops();
        double baseline = contestants.stream()
                .filter(contestant -> contestant.id().equals("reordered"))
                .mapToDouble(contestant -> median(contestant.nanos()))
                .findFirst()
                .orElse(Double.NaN);
        System.out.println("## " + title);
        for (Contestant contestant : contestants) {
            double nanos = median(contestant.nanos());
            System.out.printf(
                    "  %-16s %12.3f µs  %8.2f GFLOP/s  %7.2f × reordered%n",
                    contestant.id(), nanos / 1e3, flops / nanos, baseline / nanos);
        }
        rig.close();
    }

    private static double median(List<Double> samples) {
        return samples.stream().sorted().skip(samples.size() / 2).findFirst().orElseThrow();
    }

    /** Nanoseconds a run takes, over as many runs as fit the window. */
    private static double time(KernelRig rig, Prepared prepared, long window) {
        long start = System.nanoTime();
        long runs = 0;
        long elapsed;
        do {
            rig.run(prepared);
            runs++;
            elapsed = System.nanoTime() - start;
        } while (elapsed < window);
        return (double) elapsed / runs;
    }
}
