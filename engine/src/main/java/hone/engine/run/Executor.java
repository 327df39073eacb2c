package hone.engine.run;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.kernel.Operands;
import hone.engine.kernel.Prepared;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/**
 * A plan made ready to run: kernels prepared, buffers allocated. It is the only place where an op runs, hence the only
 * place where a probe can look. One thread at a time; after the first run with given bindings, a run allocates nothing.
 */
public final class Executor implements AutoCloseable {
    private final Plan plan;
    private final Map<String, Tensor> states;
    private final MemoryRegion packed;
    private final MemoryRegion scratch;
    private final MemoryRegion activations;
    private final MemorySegment activationBlock;
    private final Step[] steps;
    private final int firstUpdate;
    private final KernelPool pool;
    private final Bindings bindings;
    private final Cancellation never = new Cancellation();

    private Executor(Plan plan, Map<String, Tensor> states, KernelPool pool, MemoryBudget budget) {
        this.plan = plan;
        this.states = Map.copyOf(states);
        this.pool = pool;
        this.bindings = new Bindings(plan.graph());
        packed = budget.open(Category.WEIGHTS, "packed weights");
        scratch = budget.open(Category.SCRATCH, "scratch of kernels");
        activations = budget.open(Category.ACTIVATIONS, "activations");
        steps = new Step[plan.steps().size()];
        firstUpdate = firstUpdate(plan);
        boolean opened = false;
        try {
            activationBlock = activations.allocate(plan.activationBytes());
            for (int i = 0; i < steps.length; i++) {
                steps[i] = step(plan.steps().get(i));
            }
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    /**
     * Opens a plan without state.
     *
     * @throws hone.engine.OverBudget if it does not fit the budget; nothing is kept then
     */
    public static Executor open(Plan plan, KernelPool pool, MemoryBudget budget) {
        return open(plan, Map.of(), pool, budget);
    }

    /**
     * Opens a plan.
     *
     * @param states the caller's memory for every state node, with its initial values; update ops change it in place
     * @throws hone.engine.OverBudget if it does not fit the budget; nothing is kept then
     * @throws InvalidInput if a state is missing or has another type
     */
    public static Executor open(Plan plan, Map<String, Tensor> states, KernelPool pool, MemoryBudget budget) {
        for (Node.State state : plan.graph().states()) {
            Tensor tensor = states.get(state.name());
            if (tensor == null || !tensor.shape().equals(state.type().maxShape())) {
                throw new InvalidInput("a state has no memory of its type", state.name(), "it needs " + state.type());
            }
        }
        budget.require(plan.ownBytes(), "this plan");
        return new Executor(plan, states, pool, budget);
    }

    public Plan plan() {
        return plan;
    }

    /** Where the caller brings inputs and outputs. */
    public Bindings bindings() {
        return bindings;
    }

    /**
     * Waits until the threads that this plan shares its ops among run side by side; returns at once where it shares none.
     *
     * @param limitNanos when to give up
     * @return whether they do
     */
    public boolean gather(long limitNanos) {
        int threads = 1;
        for (PlannedOp<?> step : plan.steps()) {
            threads = Math.max(threads, step.threads());
        }
        return pool.gather(threads, limitNanos);
    }

    /** Runs once, bare. */
    public void run() {
        run(Probe.NONE, never);
    }

    /**
     * Runs every op once.
     *
     * @param probe sees each op begin and end; {@link Probe#NONE} takes the bare path
     * @param stop looked at between ops, and between the chunks of shared ops
     * @throws hone.engine.Cancelled if it was raised; outputs are then undefined
     */
    public void run(Probe probe, Cancellation stop) {
        if (bindings.takeChanged()) {
            rebind();
        }
        if (probe.equals(Probe.NONE)) {
            for (Step step : steps) {
                step.run(stop);
            }
        } else {
            for (int i = 0; i < steps.length; i++) {
                probe.before(i);
                steps[i].run(stop);
                probe.after(i);
            }
        }
        stop.check("the run");
    }

    /**
     * Runs every op once, bare, or gives up before it has changed a state: what the states were made of is whole at any time.
     *
     * @param stop looked at until the first op that updates a state
     * @throws hone.engine.Cancelled if it was raised until then; all states are as they were
     */
    public void runWhole(Cancellation stop) {
        if (bindings.takeChanged()) {
            rebind();
        }
        for (int i = 0; i < firstUpdate; i++) {
            steps[i].run(stop);
        }
        stop.check("the run");
        for (int i = firstUpdate; i < steps.length; i++) {
            steps[i].run(never);
        }
    }

    private static int firstUpdate(Plan plan) {
        for (int i = 0; i < plan.steps().size(); i++) {
            PlannedOp<?> step = plan.steps().get(i);
            for (int output = 0; output < step.node().outputs().size(); output++) {
                if (step.op().updates(output) >= 0) {
                    return i;
                }
            }
        }
        return plan.steps().size();
    }

    /**
     * The memory of a node's first output, at the sizes of the last run: for graph outputs that were not bound, and taps.
     *
     * @throws InvalidInput if there is no such node, or if its memory was used again in the run
     */
    public Tensor value(String node) {
        Value value =
                plan.graph().find(node).orElseThrow(() -> new InvalidInput("the graph has no such node", node, ""));
        if (plan.graph().node(value) instanceof Node.Apply apply
                && apply.op().updates(value.output()) < 0
                && !plan.layout().keeps(value)) {
            throw new InvalidInput("this node's output is not kept", node, "the plan has no tap on it");
        }
        return view(value);
    }

    /** The memory of a graph output, at the sizes of the last run. */
    public Tensor output(String name) {
        Tensor bound = bindings.boundOutputs().get(name);
        return bound != null ? bound : view(plan.graph().output(name));
    }

    private Tensor view(Value value) {
        TensorType type = plan.graph().type(value);
        Shape shape = type.resolve(bindings.symbols());
        return new Tensor(
                shape,
                type.dtype(),
                place(value).asSlice(0, shape.elements() * type.dtype().bytes()));
    }

    private Step step(PlannedOp<?> planned) {
        Prepared prepared = planned.prepare(packed, scratch);
        Operands operands = new Operands(planned.site().inputs(), planned.site().outputs());
        int threads = Math.min(planned.threads(), pool.size());
        return threads > 1 ? new ThreadedStep(prepared, operands, pool, threads) : new Step(prepared, operands);
    }

    private void rebind() {
        for (int i = 0; i < steps.length; i++) {
            Node.Apply node = plan.steps().get(i).node();
            Operands operands = steps[i].operands;
            for (int input = 0; input < node.inputs().size(); input++) {
                Value value = node.inputs().get(input);
                operands.bindInput(input, place(value));
                List<Dim> dims = plan.graph().type(value).dims();
                for (int d = 0; d < dims.size(); d++) {
                    operands.resizeInput(input, d, size(dims.get(d)));
                }
            }
            Value first = plan.graph().find(node.name()).orElseThrow();
            for (int output = 0; output < node.outputs().size(); output++) {
                operands.bindOutput(output, place(new Value(first.node(), output)));
                List<Dim> dims = node.outputs().get(output).dims();
                for (int d = 0; d < dims.size(); d++) {
                    operands.resizeOutput(output, d, size(dims.get(d)));
                }
            }
        }
    }

    private long size(Dim dim) {
        return switch (dim) {
            case Dim.Fixed fixed -> fixed.size();
            case Dim.Symbol symbol -> {
                Long size = bindings.symbols().get(symbol.name());
                if (size == null) {
                    throw new InvalidInput("no input says how large " + symbol.name() + " is", "", "bind the inputs");
                }
                yield size;
            }
        };
    }

    /** The memory of a value: the caller's, a weight's, a state's, or a part of the activation block. */
    private MemorySegment place(Value value) {
        for (Map.Entry<String, Tensor> output : bindings.boundOutputs().entrySet()) {
            if (plan.graph().output(output.getKey()).equals(value)) {
                return checkedOutput(output.getKey(), output.getValue(), value);
            }
        }
        return switch (plan.graph().node(value)) {
            case Node.Input input -> boundInput(input.name());
            case Node.Weight weight -> known(plan.weights(), weight.name());
            case Node.State state -> known(states, state.name());
            case Node.Apply apply -> {
                int updated = apply.op().updates(value.output());
                yield updated >= 0
                        ? place(apply.inputs().get(updated))
                        : activationBlock.asSlice(
                                plan.layout().required(value, apply.name()),
                                apply.outputs().get(value.output()).maxBytes());
            }
        };
    }

    private MemorySegment checkedOutput(String name, Tensor tensor, Value value) {
        Shape needed = plan.graph().type(value).resolve(bindings.symbols());
        if (tensor.shape().elements() < needed.elements()) {
            throw new InvalidInput("the memory for an output is too small", name, tensor.shape() + " for " + needed);
        }
        return tensor.segment();
    }

    private MemorySegment boundInput(String name) {
        Tensor tensor = bindings.boundInput(name);
        if (tensor == null) {
            throw new InvalidInput("an input was not bound", name, "");
        }
        return tensor.segment();
    }

    private static MemorySegment known(Map<String, Tensor> tensors, String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new InvalidInput("there is no tensor of that name", name, "");
        }
        return tensor.segment();
    }

    /** Gives all memory of this plan back; a second call does nothing. */
    @Override
    public void close() {
        packed.close();
        scratch.close();
        activations.close();
    }
}
