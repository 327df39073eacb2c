package hone.engine.tensor;

import hone.engine.InvalidInput;

/**
 * One dimension of a type in a graph: a constant, or a named symbol such as {@code batch} that a run binds.
 */
public sealed interface Dim {
    /** The size buffers are planned for: the constant, or the symbol's maximum. */
    long max();

    /**
     * A size known when the graph is built.
     *
     * @param size at least 0
     */
    record Fixed(long size) implements Dim {
        public Fixed {
            if (size < 0) {
                throw new InvalidInput("a dimension must not be negative", "", "it is " + size);
            }
        }

        @Override
        public long max() {
            return size;
        }

        @Override
        public String toString() {
            return Long.toString(size);
        }
    }

    /**
     * A size that each run chooses, up to a maximum.
     *
     * @param name such as "batch" or "seq"
     * @param max the largest size a run may bind
     */
    record Symbol(String name, long max) implements Dim {
        public Symbol {
            if (max < 1) {
                throw new InvalidInput("the dimension " + name + " needs a maximum of at least 1", "", "it is " + max);
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Dim of(long size) {
        return new Fixed(size);
    }

    static Dim symbol(String name, long max) {
        return new Symbol(name, max);
    }
}
