package hone.engine.kernel;

import hone.engine.graph.Op;
import hone.engine.op.activation.Relu;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.normalization.Softmax;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The main kernels on one thread, each in a JVM of its own, at sizes that {@code hone bench kernels} has too: the two must
 * agree, which a test of the profiler measures. Ten short iterations rather than few long ones, so that their median
 * says what an undisturbed run takes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class MainKernelsBenchmark {
    /** An op at a size and the id of its kernel: "matmul 256 packed". */
    @Param({
        "matmul 256 packed",
        "matmul 512 packed",
        "linear 1 packed",
        "linear 32 packed",
        "relu 8192 simd",
        "softmax 64 simd",
        "conv 14 direct",
        "attention 64 tiled"
    })
    public String site = "";

    private KernelRig rig = BenchRigs.linear(1, 1, 1, 0);
    private Prepared prepared = rig.prepare(Kernels.of(rig.op()).getFirst());

    /** Sets the op up and prepares its kernel. */
    @Setup(Level.Trial)
    public void prepare() {
        rig.close();
        String[] words = site.split(" ", -1);
        rig = rig(words[0], Integer.parseInt(words[1]));
        Kernel<Op> wanted = Kernels.of(rig.op()).stream()
                .filter(kernel -> kernel.id().equals(words[2]))
                .findFirst()
                .orElseThrow();
        prepared = rig.prepare(wanted);
    }

    private static KernelRig rig(String op, int size) {
        return switch (op) {
            case "matmul" -> BenchRigs.matMul(size, size, size, List.of());
            case "linear" -> BenchRigs.linear(size, 784, 128, 0);
            case "relu" -> BenchRigs.floats(new Relu(), List.of(TensorType.f32(1, size)), List.of());
            case "softmax" -> BenchRigs.floats(new Softmax(), List.of(TensorType.f32(size, 1024)), List.of());
            case "conv" ->
                BenchRigs.floats(
                        Conv2d.padded(1),
                        List.of(TensorType.f32(1, 16, size, size), TensorType.f32(32, 16, 3, 3), TensorType.f32(32)),
                        List.of(1, 2));
            case "attention" -> BenchRigs.attention(size, 64, false);
            default -> throw new IllegalArgumentException("no such op to time: " + op);
        };
    }

    /** One run. */
    @Benchmark
    public void run(Blackhole blackhole) {
        rig.run(prepared);
        blackhole.consume(rig.output());
    }

    /** Gives the memory back. */
    @TearDown(Level.Trial)
    public void close() {
        rig.close();
    }
}
