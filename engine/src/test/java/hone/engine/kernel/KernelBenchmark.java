package hone.engine.kernel;

import hone.engine.graph.Op;
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

/** The careful measurement of the main kernels: a 784→128 layer at several batches, in a JVM of its own for each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
    /** Rows of activations. */
    @Param({"1", "64", "256"})
    public int batch;

    /** "kernel" for the dense layer, "kernel@sparsity" for a pruned one, "int8:kernel" for an INT8 one. */
    @Param({
        "reordered",
        "tiled",
        "simd",
        "packed",
        "csr@0.8",
        "simd-sell@0.8",
        "int8:reordered",
        "int8:simd",
        "int8:reordered-w8a8",
        "int8:simd-w8a8"
    })
    public String layer = "";

    private KernelRig rig = BenchRigs.linear(1, 1, 1, 0);
    private Prepared prepared = rig.prepare(Kernels.of(rig.op()).getFirst());

    /** Sets the layer up and prepares its kernel. */
    @Setup(Level.Trial)
    public void prepare() {
        rig.close();
        String id = layer.replaceAll("^int8:|@.*$", "");
        if (layer.startsWith("int8:")) {
            rig = BenchRigs.int8(batch, 784, 128, id.endsWith("w8a8"));
        } else {
            double sparsity = layer.contains("@") ? Double.parseDouble(layer.substring(layer.indexOf('@') + 1)) : 0;
            rig = BenchRigs.linear(batch, 784, 128, sparsity);
        }
        for (Kernel<Op> kernel : Kernels.of(rig.op())) {
            if (kernel.id().equals(id)) {
                prepared = rig.prepare(kernel);
            }
        }
    }

    /** One run of the layer on one thread. */
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
