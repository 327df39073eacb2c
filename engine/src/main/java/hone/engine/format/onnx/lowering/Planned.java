package hone.engine.format.onnx.lowering;

import hone.engine.graph.Op;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A value of the engine's graph that is planned but not made: only what an output needs will be. Two are the same only if
 * they are one object.
 */
final class Planned {
    private final String name;
    private final TensorType type;
    private final List<Planned> inputs;
    private final @Nullable Op op;
    private final @Nullable IntToDoubleFunction elements;
    private final int output;
    private final int number;

    private Planned(
            String name,
            TensorType type,
            List<Planned> inputs,
            @Nullable Op op,
            @Nullable IntToDoubleFunction elements,
            int output,
            int number) {
        this.name = name;
        this.type = type;
        this.inputs = List.copyOf(inputs);
        this.op = op;
        this.elements = elements;
        this.output = output;
        this.number = number;
    }

    /** What each run brings along. */
    static Planned input(String name, TensorType type, int number) {
        return new Planned(name, type, List.of(), null, null, 0, number);
    }

    /** @param elements in row-major order */
    static Planned weight(String name, TensorType type, IntToDoubleFunction elements, int number) {
        return new Planned(name, type, List.of(), null, elements, 0, number);
    }

    /** An op's first result. */
    static Planned applied(String name, Op op, List<Planned> inputs, TensorType type, int number) {
        return new Planned(name, type, inputs, op, null, 0, number);
    }

    /** Another result of the op that gives {@code first}. */
    static Planned further(Planned first, int output, TensorType type, int number) {
        return new Planned(first.name, type, List.of(first), null, null, output, number);
    }

    /** Which result of its op it is; that of the first, which it then has for its input, where it is not 0. */
    int output() {
        return output;
    }

    String name() {
        return name;
    }

    TensorType type() {
        return type;
    }

    List<Planned> inputs() {
        return inputs;
    }

    /** The op that makes it; empty for inputs and weights. */
    Optional<Op> op() {
        return Optional.ofNullable(op);
    }

    /** A weight's elements in row-major order; empty for all else. */
    Optional<IntToDoubleFunction> elements() {
        return Optional.ofNullable(elements);
    }

    /** Its place in the order in which all were planned; inputs come before what uses them. */
    int number() {
        return number;
    }
}
