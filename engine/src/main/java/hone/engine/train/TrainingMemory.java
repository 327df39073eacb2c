package hone.engine.train;

import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import hone.engine.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** What a training run keeps of its own, each kind charged to its category; all of it is given back together. */
final class TrainingMemory implements AutoCloseable {
    private final MemoryBudget budget;
    private final MemoryRegion weights;
    private final MemoryRegion gradients;
    private final MemoryRegion moments;
    private final MemoryRegion data;

    TrainingMemory(MemoryBudget budget) {
        this.budget = budget;
        weights = budget.open(Category.WEIGHTS, "the weights in training");
        gradients = budget.open(Category.GRADIENTS, "the gradients");
        moments = budget.open(Category.OPTIMIZER_STATE, "the optimizer's state");
        data = budget.open(Category.DATA, "a batch of samples");
    }

    MemoryBudget budget() {
        return budget;
    }

    /** Where batches and hyper-parameters live. */
    MemoryRegion data() {
        return data;
    }

    /**
     * Memory for every state of a training graph: copies of the weights that training starts from, and zeros for the
     * optimizer's moments.
     *
     * @throws hone.engine.OverBudget if it does not fit the budget
     */
    SequencedMap<String, Tensor> states(Graph training, Model start) {
        SequencedMap<String, Tensor> states = new LinkedHashMap<>();
        for (Node.State state : training.states()) {
            Tensor weight = start.weights().get(state.name());
            states.put(state.name(), weight != null ? copy(weight, weights) : zeros(state, moments));
        }
        return states;
    }

    /** Memory for the gradient of every weight, by the weight's name. */
    Map<String, Tensor> gradients(Graph forward) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        forward.weights()
                .forEach(weight -> tensors.put(
                        weight.name(),
                        gradients.tensor(weight.type().dtype(), weight.type().maxShape())));
        return tensors;
    }

    /** Copies of some tensors that live for as long as somebody refers to them. */
    Map<String, Tensor> published(Map<String, Tensor> tensors) {
        MemoryRegion region = budget.openCollected(Category.WEIGHTS, "a snapshot of the weights");
        Map<String, Tensor> copies = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> copies.put(name, copy(tensor, region)));
        return copies;
    }

    private static Tensor zeros(Node.State state, MemoryRegion region) {
        return region.tensor(state.type().dtype(), state.type().maxShape());
    }

    private static Tensor copy(Tensor tensor, MemoryRegion region) {
        Tensor copy = region.tensor(tensor.dtype(), tensor.shape());
        copy.segment().copyFrom(tensor.segment());
        return copy;
    }

    @Override
    public void close() {
        weights.close();
        gradients.close();
        moments.close();
        data.close();
    }
}
