package hone.engine.op.elementwise;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.check.Expect;
import hone.engine.tensor.DType;
import hone.engine.tensor.TensorType;
import java.util.List;

/**
 * Several element-by-element ops in one: the first input goes through all steps in their order. What lies between two
 * steps is never a tensor, so a kernel need not write it to memory and read it again. Inputs: the value and the steps'
 * operands, all of one F32 type; output: the same type.
 *
 * @param steps 1 to {@link #MOST_STEPS}
 */
public record Chain(List<ChainStep> steps) implements Op {
    /** More steps than any model has in a row. */
    public static final int MOST_STEPS = 64;

    /** @throws InvalidInput if there are no steps or too many, or an operand's number is left out */
    public Chain {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > MOST_STEPS) {
            throw new InvalidInput("a chain must have 1 to " + MOST_STEPS + " steps", "", "it has " + steps.size());
        }
        for (int operand = 1; operand < inputCount(steps); operand++) {
            int number = operand;
            if (steps.stream().noneMatch(step -> step.operand() == number)) {
                throw new InvalidInput("a chain must use all its inputs", "", "no step uses input " + number);
            }
        }
    }

    /** Inputs it takes: the value and the steps' operands. */
    public int inputCount() {
        return inputCount(steps);
    }

    private static int inputCount(List<ChainStep> steps) {
        return 1 + steps.stream().mapToInt(ChainStep::operand).max().orElse(0);
    }

    @Override
    public String kind() {
        return "Chain";
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
        Expect.count(inputs, inputCount());
        TensorType x = Expect.dtype(inputs.getFirst(), DType.F32, "input");
        inputs.forEach(input -> Expect.same(x, input, "inputs"));
        return List.of(x);
    }

    /** The operations of all steps; each input is read once and nothing between the steps is written. */
    @Override
    public Cost cost(List<TensorType> inputs, List<TensorType> outputs) {
        TensorType x = inputs.getFirst();
        long operations = steps.stream()
                .mapToLong(step -> step.function()
                        .op()
                        .cost(step.function().binary() ? List.of(x, x) : List.of(x), outputs)
                        .elementwiseOps())
                .sum();
        return new Cost(0, operations, inputs.size() * x.maxBytes(), x.maxBytes());
    }

    @Override
    public boolean elementwise() {
        return true;
    }
}
