package hone.engine.graph;

import hone.engine.tensor.TensorType;
import java.util.List;

/** One node of a graph. Its name is a dotted layer path; a weight's name begins with its layer's. */
public sealed interface Node {
    String name();

    /** The types of the values it gives, one for each output. */
    List<TensorType> outputs();

    /** A tensor that each run brings along. */
    record Input(String name, TensorType type) implements Node {
        @Override
        public List<TensorType> outputs() {
            return List.of(type);
        }
    }

    /** A constant tensor of the model, found by name. */
    record Weight(String name, TensorType type) implements Node {
        @Override
        public List<TensorType> outputs() {
            return List.of(type);
        }
    }

    /** A tensor that lives from run to run and that update ops change: a KV cache, a moment of an optimizer. */
    record State(String name, TensorType type) implements Node {
        @Override
        public List<TensorType> outputs() {
            return List.of(type);
        }
    }

    /** An op applied to earlier values. */
    record Apply(String name, Op op, List<Value> inputs, List<TensorType> outputs) implements Node {
        public Apply {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }

        /** The layer this node belongs to: its name up to the last dot, or all of it. */
        public String layer() {
            int dot = name.lastIndexOf('.');
            return dot < 0 ? name : name.substring(0, dot);
        }
    }
}
