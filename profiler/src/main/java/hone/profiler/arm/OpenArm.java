package hone.profiler.arm;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.data.Samples;
import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Architecture;
import hone.engine.run.Executor;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.ModelInput;
import hone.engine.run.Plan;
import hone.engine.run.Probe;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import hone.profiler.trial.TimedArm;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;

/**
 * A plan opened for measuring: its executor, a whole batch of input and the memory of its output, bound once, so that a
 * run does nothing but infer. One thread at a time.
 */
public final class OpenArm implements TimedArm, AutoCloseable {
    /** Longest wait for threads to run side by side; a few milliseconds are usual where it takes any time at all. */
    private static final long GATHER_NANOS = 20_000_000;

    private final Architecture architecture;
    private final Executor executor;
    private final MemoryRegion region;
    private final Tensor input; // (batch, features) or (batch, seq)
    private final Tensor output; // (batch, classes) or (batch, seq, vocabulary)
    private final Cancellation stop;

    private OpenArm(
            Architecture architecture,
            Executor executor,
            MemoryRegion region,
            Tensor input,
            Tensor output,
            Cancellation stop) {
        this.architecture = architecture;
        this.executor = executor;
        this.region = region;
        this.input = input;
        this.output = output;
        this.stop = stop;
        bindRows(batch());
    }

    /**
     * Opens a plan; its input holds zeros until {@link #fill}.
     *
     * @param stop looked at between ops of every run
     * @throws hone.engine.OverBudget if it does not fit; nothing is kept then
     */
    public static OpenArm open(
            Plan plan, Architecture architecture, KernelPool pool, MemoryBudget budget, Cancellation stop) {
        Graph graph = plan.graph();
        TensorType in = graph.inputs().stream()
                .filter(node -> node.name().equals(architecture.input()))
                .map(Node.Input::type)
                .findFirst()
                .orElseThrow(() -> new InvalidInput("the graph has no such input", architecture.input(), ""));
        TensorType out = graph.type(graph.output(architecture.output()));
        Map<String, Long> sizes = graph.sizes(plan.request().batch());
        Executor executor = Executor.open(plan, pool, budget);
        MemoryRegion region = budget.open(Category.DATA, "the inputs and outputs of a trial");
        boolean opened = false;
        try {
            Tensor input = region.tensor(in.dtype(), in.resolve(sizes));
            Tensor output = region.tensor(out.dtype(), out.resolve(sizes));
            ModelInput.bindOthers(executor, region);
            OpenArm arm = new OpenArm(architecture, executor, region, input, output, stop);
            opened = true;
            return arm;
        } finally {
            if (!opened) {
                region.close();
                executor.close();
            }
        }
    }

    public Plan plan() {
        return executor.plan();
    }

    /** Samples in a full batch. */
    public int batch() {
        return Math.toIntExact(plan().request().batch());
    }

    /**
     * Fills the whole batch with samples, from {@code from} on and around again at the end, and binds all of it.
     *
     * @throws InvalidInput if a sample has another size than the model takes
     */
    public void fill(Samples images, int from) {
        int filled = 0;
        int next = from;
        while (filled < batch()) {
            int count = Math.min(batch() - filled, images.count() - next);
            copy(images, next, count, filled);
            filled += count;
            next = 0;
        }
        bindRows(batch());
    }

    /** The bytes of the whole batch of input, as they lie there: what another process needs to run the same. */
    public byte[] inputBytes() {
        return input.segment().toArray(ValueLayout.JAVA_BYTE);
    }

    /**
     * Fills the whole batch with bytes that {@link #inputBytes} gave, and binds all of it.
     *
     * @throws InvalidInput if there are more or fewer than the input has
     */
    public void fill(byte[] bytes) {
        if (bytes.length != input.bytes()) {
            throw new InvalidInput(
                    "the input does not fit the model", "", bytes.length + " bytes, and a batch has " + input.bytes());
        }
        MemorySegment.copy(bytes, 0, input.segment(), ValueLayout.JAVA_BYTE, 0, bytes.length);
        bindRows(batch());
    }

    /**
     * Infers up to a batch of samples.
     *
     * @param count samples, 1 to the batch
     * @return the outputs, whose memory the next run reuses // (count, …)
     */
    public Tensor infer(Samples samples, int from, int count) {
        copy(samples, from, count, 0);
        bindRows(count);
        run();
        return output.firstRows(count);
    }

    /** The memory of a whole batch of input, which another contestant may read too // (batch, …). */
    public Tensor input() {
        return input;
    }

    /** What the last run over a whole batch gave, in memory that the next run reuses // (batch, …). */
    public Tensor output() {
        return output;
    }

    private void copy(Samples samples, int from, int count, int row) {
        long size = input.shape().elements() / batch();
        if (samples.sampleSize() != size) {
            throw new InvalidInput(
                    "the data does not fit the model",
                    samples.id(),
                    "its samples have " + samples.sampleSize() + " numbers, and the model takes " + size);
        }
        long rowBytes = size * input.dtype().bytes();
        samples.copyInto(from, count, input.segment().asSlice(row * rowBytes, count * rowBytes));
    }

    private void bindRows(int rows) {
        executor.bindings()
                .input(architecture.input(), input.firstRows(rows))
                .output(architecture.output(), output.firstRows(rows));
    }

    @Override
    public void run() {
        executor.run(Probe.NONE, stop);
    }

    @Override
    public void getReady() {
        executor.gather(GATHER_NANOS);
    }

    /** Costs of a typical machine are no expectation of this one. */
    @Override
    public double expectedNanos() {
        return plan().costsId().equals(KernelCosts.typical().id()) ? 0 : plan().predictedNanos();
    }

    /** One run in which a probe looks on. */
    public void run(Probe probe) {
        executor.run(probe, stop);
    }

    /** The bits of every output element, folded in order. */
    @Override
    public long checksum() {
        MemorySegment scores = output.segment();
        long elements = output.shape().elements();
        long sum = 0;
        for (long i = 0; i < elements; i++) {
            sum = 31 * sum + scores.getAtIndex(ValueLayout.JAVA_INT, i);
        }
        return sum;
    }

    @Override
    public void close() {
        executor.close();
        region.close();
    }
}
