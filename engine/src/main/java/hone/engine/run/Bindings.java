package hone.engine.run;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The caller's own memory for one executor: a tensor for every input, and for those outputs the caller wants. The sizes
 * of symbols such as the batch are read off the input tensors. Binding once and running many times allocates nothing.
 */
public final class Bindings {
    private final Graph graph;
    private final Map<String, Tensor> inputs = new HashMap<>();
    private final Map<String, Tensor> outputs = new HashMap<>();
    private final Map<String, Long> symbols = new HashMap<>();
    private boolean changed = true;

    Bindings(Graph graph) {
        this.graph = graph;
    }

    /**
     * Brings a tensor for an input.
     *
     * @throws InvalidInput if there is no such input, or the tensor does not fit its type
     */
    public Bindings input(String name, Tensor tensor) {
        Value value = graph.find(name)
                .filter(found -> graph.node(found) instanceof Node.Input)
                .orElseThrow(() -> new InvalidInput("the graph has no such input", name, ""));
        bindSymbols(name, graph.type(value), tensor);
        inputs.put(name, tensor);
        changed = true;
        return this;
    }

    /**
     * Brings memory for an output. Its outermost size must be that of the run.
     *
     * @throws InvalidInput if there is no such output or the element type differs
     */
    public Bindings output(String name, Tensor tensor) {
        TensorType type = graph.type(graph.output(name));
        if (type.dtype() != tensor.dtype() || type.rank() != tensor.shape().rank()) {
            throw new InvalidInput("this tensor cannot take the output", name, tensor + " instead of " + type);
        }
        outputs.put(name, tensor);
        changed = true;
        return this;
    }

    private void bindSymbols(String name, TensorType type, Tensor tensor) {
        if (type.dtype() != tensor.dtype() || type.rank() != tensor.shape().rank()) {
            throw new InvalidInput("this tensor does not fit the input", name, tensor + " instead of " + type);
        }
        for (int d = 0; d < type.rank(); d++) {
            long size = tensor.shape().size(d);
            switch (type.dim(d)) {
                case Dim.Fixed fixed -> {
                    if (fixed.size() != size) {
                        throw new InvalidInput(
                                "this tensor does not fit the input", name, tensor + " instead of " + type);
                    }
                }
                case Dim.Symbol symbol -> {
                    if (size < 1 || size > symbol.max()) {
                        throw new InvalidInput(
                                "the size of " + symbol.name() + " must be between 1 and " + symbol.max(),
                                name,
                                "it is " + size);
                    }
                    symbols.put(symbol.name(), size);
                }
            }
        }
    }

    /** The size of every symbol in the coming run. */
    Map<String, Long> symbols() {
        return symbols;
    }

    @Nullable
    Tensor boundInput(String name) {
        return inputs.get(name);
    }

    Map<String, Tensor> boundOutputs() {
        return outputs;
    }

    /** Whether anything was bound since the last call. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }
}
