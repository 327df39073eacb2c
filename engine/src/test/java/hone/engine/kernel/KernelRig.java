package hone.engine.kernel;

import hone.engine.graph.Op;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One op with its inputs and its output in memory, to run any of its kernels on: what a plan would otherwise set up. */
public final class KernelRig implements AutoCloseable {
    private final MemoryBudget budget = new MemoryBudget(8L << 30);
    private final MemoryRegion data = budget.open(Category.DATA, "test data");
    private final List<MemoryRegion> regions = new ArrayList<>(List.of(data));
    private final Op op;
    private final Site site;
    private final Operands operands;
    private final List<Tensor> inputs = new ArrayList<>();
    private final Tensor output;

    /**
     * A rig with all inputs zero.
     *
     * @param constants numbers of the inputs that are weights
     */
    public KernelRig(Op op, List<TensorType> types, List<Integer> constants, int workers) {
        this.op = op;
        List<TensorType> outputs = op.infer(types);
        List<@Nullable Tensor> weights = new ArrayList<>();
        operands = new Operands(types, outputs);
        for (int i = 0; i < types.size(); i++) {
            Tensor input = data.tensor(types.get(i).dtype(), types.get(i).maxShape());
            inputs.add(input);
            operands.bindInput(i, input.segment());
            weights.add(constants.contains(i) ? input : null);
        }
        output = data.tensor(outputs.getFirst().dtype(), outputs.getFirst().maxShape());
        operands.bindOutput(0, output.segment());
        site = new Site("test", types, outputs, weights, workers);
    }

    public Op op() {
        return op;
    }

    public Site site() {
        return site;
    }

    public Operands operands() {
        return operands;
    }

    public Tensor input(int index) {
        return inputs.get(index);
    }

    public Tensor output() {
        return output;
    }

    /** The result so far: the elements of this run's output. */
    public float[] result() {
        float[] all = output.toFloats();
        return java.util.Arrays.copyOf(all, (int) operands.outputElements(0));
    }

    /** A kernel made ready here, after the inputs were filled. */
    public <O extends Op> Prepared prepare(Kernel<O> kernel) {
        return prepare(kernel, open(Category.WEIGHTS), open(Category.SCRATCH));
    }

    public <O extends Op> Prepared prepare(Kernel<O> kernel, MemoryRegion packed, MemoryRegion scratch) {
        return kernel.prepare(kernel.op().cast(op), site, packed, scratch);
    }

    /** An empty region that the rig closes. */
    public MemoryRegion open(Category category) {
        MemoryRegion region = budget.open(category, "test " + category.text());
        regions.add(region);
        return region;
    }

    /** All of one run on one thread. */
    public void run(Prepared prepared) {
        prepared.begin(operands);
        prepared.run(operands, 0, prepared.units(operands), 0);
        prepared.end(operands);
    }

    @Override
    public void close() {
        regions.forEach(MemoryRegion::close);
    }
}
