package hone.engine.run;

import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.memory.MemoryRegion;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Tensor;

/** Which input of a model takes its samples, where others say how, such as the position of the first token. */
public final class ModelInput {
    private ModelInput() {}

    /** The input that grows with the batch; the first where none or several do. */
    public static Node.Input of(Graph graph) {
        return graph.inputs().stream()
                .filter(input -> input.type().rank() > 0 && input.type().dim(0) instanceof Dim.Symbol)
                .findFirst()
                .orElseGet(() -> graph.inputs().getFirst());
    }

    /** Binds zeros to all inputs but that one: a text begins at position 0. */
    public static void bindOthers(Executor executor, MemoryRegion region) {
        Graph graph = executor.plan().graph();
        Node.Input samples = of(graph);
        for (Node.Input input : graph.inputs()) {
            if (!input.equals(samples)) {
                Tensor zeros = region.tensor(input.type().dtype(), input.type().maxShape());
                executor.bindings().input(input.name(), zeros);
            }
        }
    }
}
