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
    private final int number;

    private Planned(
            String name,
            TensorType type,
            List<Planned> inputs,
            @Nullable Op op,
            @Nullable IntToDoubleFunction elements,
            int number) {
        this.name = name;
        this.type = type;
        this.inputs = List.copyOf(inputs);
        this.op = op;
        this.elements = elements;
        this.number = number;
    }

    /** What each run brings along. */
    static Planned input(String name, TensorType type, int number) {
        return new Planned(name, type, List.of(), null, null, number);
    }

    /** @param elements in row-major order */
    static Planned weight(String name, TensorType type, IntToDoubleFunction elements, int number) {
        return new Planned(name, type, List.of(), null, elements, number);
    }

    /** An op's only result. */
    static Planned applied(String name, Op op, List<Planned> inputs, TensorType type, int number) {
        return new Planned(name, type, inputs, op, null, number);
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
