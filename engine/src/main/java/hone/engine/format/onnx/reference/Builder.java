package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;

/** An array that is filled element by element from others of its type. */
final class Builder {
    private final ElementType type;
    private final double[] reals;
    private final long[] wholes;
    private final String[] texts;
    private int at;

    Builder(ElementType type, int count) {
        this.type = type;
        reals = new double[type.isReal() ? count : 0];
        wholes = new long[type.isReal() || type.isText() ? 0 : count];
        texts = new String[type.isText() ? count : 0];
    }

    void append(NdArray from, int start, int count) {
        for (int i = 0; i < count; i++) {
            set(at++, from, start + i);
        }
    }

    void set(int to, NdArray from, int i) {
        if (type.isReal()) {
            reals[to] = from.real(i);
        } else if (type.isText()) {
            texts[to] = from.text(i);
        } else {
            wholes[to] = from.whole(i);
        }
    }

    NdArray build(int... dims) {
        return type.isReal()
                ? NdArray.ofReals(type, dims, reals)
                : type.isText() ? NdArray.ofTexts(dims, texts) : NdArray.ofWholes(type, dims, wholes);
    }
}
