package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;

/** Totals of a type, in double precision for reals and in whole numbers otherwise, which wrap as their type does. */
final class Sums {
    private final ElementType type;
    private final double[] reals;
    private final long[] wholes;

    Sums(ElementType type, int count) {
        this.type = type;
        reals = new double[type.isReal() ? count : 0];
        wholes = new long[type.isReal() ? 0 : count];
    }

    void add(int to, NdArray from, int i) {
        if (type.isReal()) {
            reals[to] += from.real(i);
        } else {
            wholes[to] += from.whole(i);
        }
    }

    NdArray build(int... dims) {
        return type.isReal() ? NdArray.ofReals(type, dims, reals) : NdArray.ofWholes(type, dims, wholes);
    }
}
