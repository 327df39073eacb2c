package hone.engine.kernel;

import hone.engine.graph.Op;
import hone.engine.op.activation.Relu;
import hone.engine.op.attention.Attention;
import hone.engine.op.matmul.F16Linear;
import hone.engine.op.matmul.Int4Linear;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.MatMul;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

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
                compare("linear" + m + "  (" + m + "×784→128)", layers(m, 784, 128));
            }
        }
        for (int m : new int[] {1, 64}) {
            if (wanted(arguments, "big" + m)) {
                compare("big" + m + "  (" + m + "×1024→1024)", layers(m, 1024, 1024));
            }
        }
        for (int n : new int[] {128, 256, 512, 1024}) {
            if (wanted(arguments, "square" + n)) {
                compare("square" + n, List.of(matMul(n, n, n, List.of(1))));
            }
        }
        if (wanted(arguments, "training")) {
            compare(
                    "training  (64×784·(128×784)ᵀ, B packed in each run)",
                    List.of(training(false, true, 64, 784, 128)));
            compare("training  (64×128·128×784, B packed in each run)", List.of(training(false, false, 64, 128, 784)));
            compare(
                    "training  ((64×128)ᵀ·64×784, both packed in each run)",
                    List.of(training(true, false, 128, 64, 784)));
        }
        for (int[] size : new int[][] {{768, 768}, {3072, 768}, {4096, 4096}}) {
            for (int m : new int[] {1, 32}) {
                String shape = m + "×" + size[0] + "→" + size[1];
                if (wanted(arguments, "bits" + m)) {
                    compare("bits" + m + "  (" + shape + ")", bits(m, size[0], size[1]));
                }
                if (wanted(arguments, "patterns" + m)) {
                    compare("patterns" + m + "  (" + shape + ")", patterns(m, size[0], size[1]));
                }
            }
        }
        for (int n : new int[] {64, 512, 2048}) {
            if (wanted(arguments, "attention" + n)) {
                compare("attention" + n + "  (4 heads of 64)", List.of(attention(n, 64, false)));
                compare("attention" + n + "  (4 heads of 64, causal)", List.of(attention(n, 64, true)));
            }
        }
        if (wanted(arguments, "relu")) {
            compare("relu  (256×128)", List.of(floats(new Relu(), List.of(TensorType.f32(256, 128)), List.of())));
        }
    }

    /** Attention of four heads among as many keys as queries. */
    private static KernelRig attention(int n, int headDim, boolean causal) {
        TensorType type = TensorType.f32(1, n, 4L * headDim);
        return floats(new Attention(4, 4, causal), List.of(type, type, type), List.of());
    }

    private static boolean wanted(String[] parts, String title) {
        return parts.length == 0 || Arrays.asList(parts).contains(title);
    }

    /** One layer in all its forms: float32, pruned to several sparsities, INT8 with either kind of activations. */
    private static List<KernelRig> layers(int m, int k, int n) {
        List<KernelRig> rigs = new ArrayList<>();
        rigs.add(linear(m, k, n, 0));
        for (double sparsity : new double[] {0.5, 0.7, 0.8, 0.9, 0.95}) {
            rigs.add(linear(m, k, n, sparsity));
        }
        rigs.add(int8(m, k, n, false));
        rigs.add(int8(m, k, n, true));
        return rigs;
    }

    /** One layer with weights of 32, 16, 8 and 4 bits, the latter two with scales for groups as well. */
    private static List<KernelRig> bits(int m, int k, int n) {
        TensorType x = TensorType.f32(m, k);
        Int4Linear int4 = new Int4Linear(128);
        Int8Linear grouped = new Int8Linear(false, 32);
        return List.of(
                linear(m, k, n, 0),
                floats(
                        new F16Linear(),
                        List.of(x, TensorType.of(DType.F16, Shape.of(n, k)), TensorType.f32(n)),
                        List.of(1, 2)),
                int8(m, k, n, false),
                floats(
                        grouped,
                        List.of(
                                x,
                                TensorType.of(DType.I8, Shape.of(n, k)),
                                TensorType.f32(n, grouped.groups(k)),
                                TensorType.f32(n)),
                        List.of(1, 2, 3)),
                floats(
                        int4,
                        List.of(
                                x,
                                TensorType.of(DType.U8, Shape.of(n, Int4Linear.rowBytes(k))),
                                TensorType.f32(n, int4.groups(k)),
                                TensorType.f32(n)),
                        List.of(1, 2, 3)));
    }

    /** One layer pruned in blocks of four outputs by one input, and with two zeros in every four inputs. */
    private static List<KernelRig> patterns(int m, int k, int n) {
        List<KernelRig> rigs = new ArrayList<>(List.of(linear(m, k, n, 0)));
        Random random = new Random(13);
        for (double sparsity : new double[] {0.5, 0.7, 0.8, 0.9}) {
            KernelRig rig = linear(m, k, n, 0);
            for (int e = 0; e < n / 4 * k; e++) {
                boolean pruned = random.nextDouble() < sparsity;
                for (int row = 0; row < 4 && pruned; row++) {
                    rig.input(1).setFloat((long) (e / k * 4 + row) * k + e % k, 0);
                }
            }
            rigs.add(rig);
        }
        KernelRig half = linear(m, k, n, 0);
        for (int e = 0; e < n * k; e++) {
            if (e % 4 == e / 4 % 2 || e % 4 == 2 + e / 8 % 2) {
                half.input(1).setFloat(e, 0);
            }
        }
        rigs.add(half);
        return rigs;
    }

    static KernelRig linear(int m, int k, int n, double sparsity) {
        KernelRig rig = floats(
                new Linear(true),
                List.of(TensorType.f32(m, k), TensorType.f32(n, k), TensorType.f32(n)),
                List.of(1, 2));
        prune(rig.input(1), sparsity);
        return rig;
    }

    static KernelRig matMul(int m, int k, int n, List<Integer> constants) {
        return floats(new MatMul(false, false), List.of(TensorType.f32(m, k), TensorType.f32(k, n)), constants);
    }

    private static KernelRig training(boolean transposeA, boolean transposeB, int m, int k, int n) {
        return floats(
                new MatMul(transposeA, transposeB),
                List.of(
                        transposeA ? TensorType.f32(k, m) : TensorType.f32(m, k),
                        transposeB ? TensorType.f32(n, k) : TensorType.f32(k, n)),
                List.of());
    }

    static KernelRig int8(int m, int k, int n, boolean activations) {
        List<TensorType> types = new ArrayList<>(List.of(
                TensorType.f32(m, k), TensorType.of(DType.I8, Shape.of(n, k)), TensorType.f32(n), TensorType.f32(n)));
        if (activations) {
            types.add(TensorType.f32(1));
        }
        KernelRig rig = floats(new Int8Linear(activations), types, List.of(1, 2, 3, 4));
        if (activations) {
            rig.input(4).setFloat(0, 0.5F / 127);
        }
        return rig;
    }

    static KernelRig floats(Op op, List<TensorType> types, List<Integer> constants) {
        KernelRig rig = new KernelRig(op, types, constants, 1);
        Random random = new Random(7);
        for (int i = 0; i < types.size(); i++) {
            Tensor input = rig.input(i);
            for (long e = 0; e < input.shape().elements(); e++) {
                if (input.dtype() == DType.F32) {
                    input.setFloat(e, random.nextFloat() - 0.5F);
                } else if (input.dtype() == DType.F16) {
                    short half = Float.floatToFloat16(random.nextFloat() - 0.5F);
                    input.segment().setAtIndex(ValueLayout.JAVA_SHORT, e, half);
                } else {
                    input.segment().setAtIndex(ValueLayout.JAVA_BYTE, e, (byte) (random.nextInt(255) - 127));
                }
            }
        }
        return rig;
    }

    static void prune(Tensor weight, double sparsity) {
        Random random = new Random(11);
        for (long e = 0; e < weight.shape().elements(); e++) {
            if (random.nextDouble() < sparsity) {
                weight.setFloat(e, 0);
            }
        }
    }

    private static double sparsity(KernelRig rig) {
        float[] weight = rig.input(1).toFloats();
        int zeros = 0;
        for (float w : weight) {
            zeros += w == 0 ? 1 : 0;
        }
        return (double) zeros / weight.length;
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
        boolean pruned = rig.op() instanceof Linear && sparsity(rig) > 0;
        for (Kernel<Op> kernel : Kernels.of(rig.op())) {
            boolean slow = kernel.rung() == Rung.BOXED || kernel.rung() == Rung.NAIVE;
            if (!slow
                    && kernel.sparse() == pruned
                    && kernel.unavailableReason().isEmpty()
                    && kernel.refusal(rig.op(), rig.site()).isEmpty()) {
                String name =
                        rig.op().kind() + " " + kernel.id() + (pruned ? String.format(" %.2f", sparsity(rig)) : "");
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
