package hone.engine.train.gradient;

import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.tensor.TensorType;
import java.util.List;

/** One op of the forward graph as its gradient rule sees it, and where the rule leaves what it found. */
public final class Backward {
    private final GradientFlow flow;
    private final Node.Apply node;
    private final int index;

    Backward(GradientFlow flow, Node.Apply node, int index) {
        this.flow = flow;
        this.node = node;
        this.index = index;
    }

    /** The op's input {@code input}, as the forward pass gives it; computed again where it was not kept. */
    public Value input(int input) {
        return flow.available(node.inputs().get(input));
    }

    /** How many inputs the op has here. */
    public int inputs() {
        return node.inputs().size();
    }

    /** The op's output {@code output}, as the forward pass gives it; computed again where it was not kept. */
    public Value output(int output) {
        return flow.available(new Value(index, output));
    }

    /** The loss's gradient by the op's first output. */
    public Value upstream() {
        return flow.gradient(new Value(index, 0));
    }

    public TensorType type(Value value) {
        return flow.builder().type(value);
    }

    /** Whether anybody needs the gradient by this input. */
    public boolean wanted(int input) {
        return flow.wanted(node.inputs().get(input));
    }

    /**
     * Adds an op that gives the gradient by one input. Its name is the node's with the input's number, "fc1.gradient0".
     */
    public void give(int input, Op op, Value... inputs) {
        pass(input, flow.builder().apply(node.name() + ".gradient" + input, op, inputs));
    }

    /** Adds an op on the way to the gradient by one input, named "fc1.gradient0.each" for the word "each". */
    public Value step(int input, String word, Op op, Value... inputs) {
        return flow.builder()
                .apply(node.name() + ".gradient" + input + "." + word, op, List.of(inputs))
                .getFirst();
    }

    /** Adds one op whose outputs are the gradients by the first inputs, in their order. Its name is "fc1.gradient". */
    public void giveAll(Op op, Value... inputs) {
        List<Value> gradients = flow.builder().apply(node.name() + ".gradient", op, List.of(inputs));
        for (int input = 0; input < gradients.size(); input++) {
            pass(input, gradients.get(input));
        }
    }

    /** Says that the gradient by one input is a value that is there already. */
    public void pass(int input, Value gradient) {
        flow.receive(node.inputs().get(input), gradient);
    }
}
