package hone.engine.run;

import hone.engine.kernel.Kernel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What kernels cost on a machine, as the planner needs to know it. The engine only declares this; the profiler measures
 * it. Planning is deterministic given these numbers, and their hash stands in every report.
 *
 * @param id short hash of the machine profile, or "typical"
 * @param nanosPerWork for each kernel (see {@link #key}) the nanoseconds of one multiply-add, or of one element for an
 *     op without, on one thread, at each of {@link #ROWS} rows of input
 * @param forkNanos what it costs to hand work to another thread and wait for it
 * @param parallelEfficiency the speedup of two threads over one on large work, divided by two: 0.5 to 1
 * @param dispatchNanos what it costs to start an op at all
 */
public record KernelCosts(
        String id,
        Map<String, double[]> nanosPerWork,
        double forkNanos,
        double parallelEfficiency,
        double dispatchNanos) {
    /** The rows of input at which kernels are measured. */
    public static final List<Integer> ROWS = List.of(1, 8, 32, 128);

    /**
     * Work shorter than so many hand-overs stays on one thread. Where a hand-over took 1.3 µs at its best, products of
     * 4 µs took 1.9 times as long on two threads, and one of 27 µs 1.14 times: what one thread has just packed has to
     * come to the other from the first one's cache.
     */
    private static final int FORKS_TO_SHARE = 20;

    /** Where two threads together gain less on large work, they are no gain at all: they share a core, say. */
    private static final double LEAST_GAIN = 1.1;

    /** What a kernel that nobody measured is taken to cost, in nanoseconds for one multiply-add. */
    private static final double UNMEASURED = 0.5;

    public KernelCosts {
        nanosPerWork = new TreeMap<>(nanosPerWork);
    }

    /** Rough costs of a small machine with 256-bit vectors, for use until the machine itself has been measured. */
    public static KernelCosts typical() {
        Map<String, double[]> costs = new TreeMap<>();
        costs.put("MatrixProduct/boxed", new double[] {4, 4, 4, 4});
        costs.put("MatrixProduct/naive", new double[] {1, 1, 1, 1});
        costs.put("MatrixProduct/reordered", new double[] {0.15, 0.15, 0.15, 0.15});
        costs.put("MatrixProduct/tiled", new double[] {0.15, 0.15, 0.13, 0.13});
        costs.put("MatrixProduct/simd", new double[] {0.06, 0.035, 0.03, 0.03});
        costs.put("MatrixProduct/packed", new double[] {0.06, 0.03, 0.025, 0.025});
        costs.put("MatrixProduct/openblas", new double[] {0.06, 0.03, 0.02, 0.02});
        costs.put("MatrixProduct/csr", new double[] {0.5, 0.5, 0.5, 0.5});
        costs.put("MatrixProduct/simd-sell", new double[] {0.12, 0.05, 0.035, 0.03});
        costs.put("MatrixProduct/simd-4x1", new double[] {0.12, 0.1, 0.035, 0.03});
        costs.put("MatrixProduct/simd-2:4", new double[] {0.08, 0.05, 0.035, 0.03});
        costs.put("Int8Linear/reordered", new double[] {0.2, 0.2, 0.2, 0.2});
        costs.put("Int8Linear/simd", new double[] {0.06, 0.05, 0.035, 0.03});
        costs.put("Int8Linear/simd-sell", new double[] {0.12, 0.12, 0.12, 0.12});
        costs.put("Int8Linear/reordered-w8a8", new double[] {0.2, 0.2, 0.2, 0.2});
        costs.put("Int8Linear/simd-w8a8", new double[] {0.1, 0.08, 0.08, 0.08});
        costs.put("F16Linear/reordered", new double[] {0.15, 0.15, 0.15, 0.15});
        costs.put("F16Linear/simd", new double[] {0.05, 0.05, 0.035, 0.03});
        costs.put("ZeroSkippingLinear/reordered", new double[] {0.15, 0.15, 0.15, 0.15});
        costs.put("ZeroSkippingLinear/simd", new double[] {0.02, 0.01, 0.01, 0.01});
        costs.put("Int4Linear/reordered", new double[] {0.2, 0.2, 0.2, 0.2});
        costs.put("Int4Linear/simd", new double[] {0.06, 0.06, 0.04, 0.03});
        for (String op : List.of("Relu", "ReluGradient", "Add", "Mul", "SumRows", "SgdStep", "AdamStep")) {
            costs.put(op + "/reordered", new double[] {0.4, 0.3, 0.3, 0.3});
            costs.put(op + "/simd", new double[] {0.2, 0.15, 0.15, 0.15});
        }
        for (String op : List.of("Gelu", "Silu", "Tanh", "Sigmoid")) {
            costs.put(op + "/reordered", new double[] {10, 10, 10, 10});
            costs.put(op + "/simd", new double[] {0.5, 0.5, 0.5, 0.5});
        }
        // A chain's steps are cheap ones and costly ones; only which rung is the faster matters
        costs.put("Chain/reordered", new double[] {2, 2, 2, 2});
        costs.put("Chain/simd", new double[] {0.2, 0.2, 0.2, 0.2});
        costs.put("Softmax/reordered", new double[] {3, 3, 3, 3});
        costs.put("Softmax/simd", new double[] {0.2, 0.2, 0.2, 0.2});
        for (String op : List.of("LayerNorm", "RmsNorm")) {
            costs.put(op + "/reordered", new double[] {0.5, 0.5, 0.5, 0.5});
            costs.put(op + "/simd", new double[] {0.05, 0.05, 0.05, 0.05});
        }
        costs.put("BatchNorm/reordered", new double[] {0.2, 0.2, 0.2, 0.2});
        costs.put("BatchNorm/simd", new double[] {0.05, 0.05, 0.05, 0.05});
        costs.put("Conv2d/naive", new double[] {1.5, 1.5, 1.5, 1.5});
        costs.put("Conv2d/reordered", new double[] {0.15, 0.15, 0.15, 0.15});
        costs.put("Conv2d/im2col", new double[] {0.05, 0.05, 0.05, 0.05});
        costs.put("Conv2d/nhwc", new double[] {0.02, 0.02, 0.02, 0.02});
        costs.put("ConvPool2d/staged", new double[] {0.2, 0.2, 0.2, 0.2});
        costs.put("ConvPool2d/nhwc", new double[] {0.02, 0.02, 0.02, 0.02});
        costs.put("ConvPool2d/winograd", new double[] {0.013, 0.013, 0.013, 0.013});
        costs.put("Conv2d/direct", new double[] {0.03, 0.03, 0.03, 0.03});
        costs.put("Conv2d/depthwise", new double[] {0.1, 0.1, 0.1, 0.1});
        costs.put("Pool2d/reordered", new double[] {2, 2, 2, 2});
        costs.put("Pool2d/simd", new double[] {0.8, 0.8, 0.8, 0.8});
        costs.put("GlobalAveragePool2d/reordered", new double[] {0.2, 0.2, 0.2, 0.2});
        costs.put("GlobalAveragePool2d/simd", new double[] {0.1, 0.1, 0.1, 0.1});
        costs.put("Flatten/copy", new double[] {0.1, 0.1, 0.1, 0.1});
        costs.put("ScaledDotProduct/naive", new double[] {1, 1, 1, 1});
        costs.put("ScaledDotProduct/reordered", new double[] {0.4, 0.2, 0.2, 0.2});
        costs.put("ScaledDotProduct/fused", new double[] {0.08, 0.08, 0.08, 0.08});
        costs.put("ScaledDotProduct/tiled", new double[] {0.08, 0.08, 0.03, 0.03});
        costs.put("RotaryEmbedding/reordered", new double[] {0.3, 0.3, 0.3, 0.3});
        costs.put("RotaryEmbedding/simd", new double[] {0.05, 0.05, 0.05, 0.05});
        costs.put("RollingCacheAttention/reordered", new double[] {0.6, 0.6, 0.6, 0.6});
        costs.put("RollingCacheAttention/simd", new double[] {0.1, 0.1, 0.1, 0.1});
        costs.put("CacheAppend/copy", new double[] {0.05, 0.05, 0.05, 0.05});
        costs.put("PositionEmbedding/reordered", new double[] {0.3, 0.3, 0.3, 0.3});
        costs.put("Embedding/copy", new double[] {0.05, 0.05, 0.05, 0.05});
        // Gradients
        costs.put("ActivationGradient/reordered", new double[] {10, 10, 10, 10});
        costs.put("ActivationGradient/simd", new double[] {0.6, 0.6, 0.6, 0.6});
        costs.put("RotaryEmbeddingGradient/reordered", new double[] {0.3, 0.3, 0.3, 0.3});
        costs.put("RotaryEmbeddingGradient/simd", new double[] {0.05, 0.05, 0.05, 0.05});
        costs.put("AttentionGradient/reordered", new double[] {0.2, 0.2, 0.2, 0.2});
        costs.put("AttentionGradient/simd", new double[] {0.1, 0.1, 0.1, 0.1});
        costs.put("SoftmaxGradient/reordered", new double[] {0.5, 0.5, 0.5, 0.5});
        costs.put("NormalizationGradient/reordered", new double[] {0.3, 0.3, 0.3, 0.3});
        costs.put("NormalizedProduct/reordered", new double[] {0.5, 0.5, 0.5, 0.5});
        costs.put("Im2col/reordered", new double[] {0.2, 0.2, 0.2, 0.2});
        costs.put("Col2im/reordered", new double[] {0.3, 0.3, 0.3, 0.3});
        costs.put("SumChannels/reordered", new double[] {0.4, 0.4, 0.4, 0.4});
        costs.put("MaxPool2dGradient/reordered", new double[] {1, 1, 1, 1});
        costs.put("AveragePool2dGradient/reordered", new double[] {1, 1, 1, 1});
        costs.put("EmbeddingGradient/reordered", new double[] {0.5, 0.5, 0.5, 0.5});
        costs.put("Dropout/reordered", new double[] {0.7, 0.7, 0.7, 0.7});
        costs.put("ClipFactor/reordered", new double[] {0.4, 0.4, 0.4, 0.4});
        costs.put("Accumulate/reordered", new double[] {0.3, 0.3, 0.3, 0.3});
        costs.put("Scale/reordered", new double[] {0.3, 0.3, 0.3, 0.3});
        costs.put("PositionEmbeddingGradient/reordered", new double[] {0.5, 0.5, 0.5, 0.5});
        costs.put("BatchNormTraining/reordered", new double[] {0.5, 0.5, 0.5, 0.5});
        costs.put("BatchNormGradient/reordered", new double[] {0.5, 0.5, 0.5, 0.5});
        costs.put("RunningStatistics/reordered", new double[] {0.3, 0.3, 0.3, 0.3});
        costs.put("SwapAxes/reordered", new double[] {0.5, 0.5, 0.5, 0.5});
        costs.put("Unflatten/copy", new double[] {0.1, 0.1, 0.1, 0.1});
        return new KernelCosts("typical", costs, 8_000, 0.85, 150);
    }

    /** The name under which a kernel's costs are kept: "MatrixProduct/simd". */
    public static String key(Kernel<?> kernel) {
        return kernel.op().getSimpleName() + "/" + kernel.id();
    }

    /** Whether this kernel was measured. */
    public boolean knows(Kernel<?> kernel) {
        return nanosPerWork.containsKey(key(kernel));
    }

    /**
     * The predicted time of a kernel on one thread.
     *
     * @param work multiply-adds, or elements
     * @param rows rows of input, between whose measured neighbours the cost is interpolated over log rows
     */
    public double nanos(Kernel<?> kernel, long work, long rows) {
        double[] costs = nanosPerWork.get(key(kernel));
        return dispatchNanos + (double) work * (costs == null ? UNMEASURED : interpolate(costs, rows));
    }

    private static double interpolate(double[] costs, long rows) {
        if (rows <= ROWS.getFirst()) {
            return costs[0];
        }
        for (int i = 1; i < ROWS.size(); i++) {
            if (rows <= ROWS.get(i)) {
                double share = (Math.log((double) rows) - Math.log(ROWS.get(i - 1)))
                        / (Math.log(ROWS.get(i)) - Math.log(ROWS.get(i - 1)));
                return costs[i - 1] + share * (costs[i] - costs[i - 1]);
            }
        }
        return costs[costs.length - 1];
    }

    /** The predicted time of the same work shared by several threads. */
    public double threadedNanos(double nanos, int threads) {
        return nanos / (1 + (threads - 1) * (2 * parallelEfficiency - 1)) + forkNanos;
    }

    /**
     * Whether several threads are faster beyond doubt. What handing over costs is measured on threads that stand ready;
     * in a model a helper has often just stopped looking for work, and its caches hold something else.
     */
    boolean worthSharing(double nanos, int threads) {
        return nanos >= FORKS_TO_SHARE * forkNanos && threadedNanos(nanos, threads) < nanos;
    }

    /** Why work that is not {@link #worthSharing} is not shared, in a word. */
    Sharing whyNot() {
        return 2 * parallelEfficiency < LEAST_GAIN ? Sharing.NO_GAIN : Sharing.TOO_SMALL;
    }

    /** The same in a clause. */
    String whyAlone(double nanos, int threads) {
        if (whyNot() == Sharing.NO_GAIN) {
            return String.format(
                    Locale.ROOT,
                    "two threads together did large work only %.2f times as fast as one when this machine was measured",
                    2 * parallelEfficiency);
        }
        double shared = threadedNanos(nanos, threads);
        String small = "the work is too small to share: ";
        return shared >= nanos
                ? small + Micros.text(nanos) + " alone, " + Micros.text(shared) + " predicted on " + threads
                : small + Micros.text(nanos) + ", where sharing is safe from " + Micros.text(FORKS_TO_SHARE * forkNanos)
                        + " on";
    }
}
