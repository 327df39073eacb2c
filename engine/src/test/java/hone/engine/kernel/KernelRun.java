package hone.engine.kernel;

import hone.engine.graph.Op;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs one kernel on tensors of a test's own, all units at once or each by itself. */
public final class KernelRun implements AutoCloseable {
    private final MemoryRegion region = new MemoryBudget(1L << 30).open(Category.SCRATCH, "a kernel's test");

    public Tensor floats(Shape shape, float... values) {
        return region.tensor(DType.F32, shape).fill(values);
    }

    public Tensor zeros(Shape shape) {
        return region.tensor(DType.F32, shape);
    }

    public Tensor ints(int... values) {
        Tensor tensor = region.tensor(DType.I32, Shape.of(values.length));
        for (int i = 0; i < values.length; i++) {
            tensor.segment().setAtIndex(ValueLayout.JAVA_INT, i, values[i]);
        }
        return tensor;
    }

    /**
     * Runs a kernel once.
     *
     * @param apart each unit in a call of its own, the last first, as threads might
     * @return the outputs; those that update an input are that input
     */
    public <O extends Op> List<Tensor> run(Kernel<O> kernel, O op, List<Tensor> inputs, boolean apart) {
        List<TensorType> types = inputs.stream().map(Tensor::type).toList();
        List<TensorType> results = op.infer(types);
        Operands operands = new Operands(types, results);
        List<Tensor> outputs = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            operands.bindInput(i, inputs.get(i).segment());
        }
        for (int i = 0; i < results.size(); i++) {
            int updated = op.updates(i);
            Tensor output = updated >= 0
                    ? inputs.get(updated)
                    : region.tensor(results.get(i).dtype(), results.get(i).maxShape());
            outputs.add(output);
            operands.bindOutput(i, output.segment());
        }
        Site site = new Site("test", types, results, Collections.nCopies(inputs.size(), null), apart ? 2 : 1);
        runUnits(kernel.prepare(op, site, region, region), operands, apart);
        return outputs;
    }

    private static void runUnits(Prepared prepared, Operands operands, boolean apart) {
        prepared.begin(operands);
        long units = prepared.units(operands);
        if (apart) {
            for (long unit = units - 1; unit >= 0; unit--) {
                prepared.run(operands, unit, unit + 1, (int) (unit % 2));
            }
        } else {
            prepared.run(operands, 0, units, 0);
        }
        prepared.end(operands);
    }

    @Override
    public void close() {
        region.close();
    }
}
