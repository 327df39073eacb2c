package hone.engine.run;

import hone.engine.format.Artefact;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Architecture;
import hone.engine.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/**
 * A whole model in a JVM of its own, planned with typical costs: what a trial and a certified process must agree with, which a
 * test of the profiler measures.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class ModelBenchmark {
    /** File of the model with its recipe. */
    @Param("")
    public String artefact = "";

    /** File of the bytes of one batch of input. */
    @Param("")
    public String input = "";

    /** Samples a run. */
    @Param("1")
    public int batch;

    private final MemoryBudget budget = MemoryBudget.ofThisMachine();
    private final KernelPool pool = new KernelPool(1);
    private final MemoryRegion region = budget.open(Category.DATA, "a benchmark's input");

    private @Nullable Executor executor;

    /** Opens the model. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        var setup = Artefact.load(Path.of(artefact), budget.openCollected(Category.WEIGHTS, "a benchmark's model"))
                .setup();
        Architecture architecture = Architecture.of(setup.model());
        Plan plan = new Planner(KernelCosts.typical())
                .plan(
                        setup.model().graph(),
                        setup.model().weights(),
                        setup.request().withBatch(batch));
        Executor opened = Executor.open(plan, pool, budget);
        var sizes = plan.graph().sizes(batch);
        var in = plan.graph().inputs().getFirst().type();
        var out = plan.graph().type(plan.graph().output(architecture.output()));
        Tensor rows = region.tensor(in.dtype(), in.resolve(sizes));
        MemorySegment.copy(
                Files.readAllBytes(Path.of(input)), 0, rows.segment(), ValueLayout.JAVA_BYTE, 0, (int) rows.bytes());
        opened.bindings()
                .input(architecture.input(), rows)
                .output(architecture.output(), region.tensor(out.dtype(), out.resolve(sizes)));
        executor = opened;
    }

    /** One inference of the batch. */
    @Benchmark
    public void run() {
        Objects.requireNonNull(executor).run();
    }

    /** Gives the memory back. */
    @TearDown(Level.Trial)
    public void close() {
        Objects.requireNonNull(executor).close();
        region.close();
        pool.close();
    }
}
