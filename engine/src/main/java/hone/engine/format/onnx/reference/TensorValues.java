package hone.engine.format.onnx.reference;

import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.proto.TensorProto;
import hone.engine.format.onnx.proto.TensorReader;
import hone.engine.format.onnx.proto.TypedElements;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The elements of tensors in files, as arrays. */
public final class TensorValues {
    private TensorValues() {}

    public static NdArray of(TensorProto tensor) {
        int[] dims = Dims.of(tensor.shape().sizes());
        int count = Dims.count(dims);
        ElementType type = tensor.type();
        Filling filling = new Filling(type, count);
        TensorProto.@Nullable FileSlice raw = tensor.raw();
        if (raw == null) {
            TensorReader.walk(tensor, filling);
        } else {
            ByteBuffer bytes = ByteBuffer.wrap(raw.bytes(), raw.start(), raw.length())
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < count; i++) {
                fill(filling, type, bytes, i);
            }
        }
        return type.isText()
                ? NdArray.ofTexts(dims, filling.texts)
                : type.isReal()
                        ? NdArray.ofReals(type, dims, filling.reals)
                        : NdArray.ofWholes(type, dims, filling.wholes);
    }

    private static void fill(Filling filling, ElementType type, ByteBuffer bytes, int i) {
        switch (type) {
            case F32 -> filling.reals[i] = bytes.getFloat(Float.BYTES * i);
            case F64 -> filling.reals[i] = bytes.getDouble(Double.BYTES * i);
            default ->
                filling.one(
                        i,
                        switch (type.bits()) {
                            case 2 -> bytes.get(i / 4) >> (2 * (i % 4)) & 3;
                            case 4 -> bytes.get(i / 2) >> (4 * (i % 2)) & 0xF;
                            case 8 -> bytes.get(i);
                            case 16 -> bytes.getShort(Short.BYTES * i);
                            case 32 -> bytes.getInt(Integer.BYTES * i);
                            default -> bytes.getLong(Long.BYTES * i);
                        });
        }
    }

    private static final class Filling implements TypedElements {
        private final ElementType type;
        private final int count;
        private final double[] reals;
        private final long[] wholes;
        private final String[] texts;
        private int at;

        Filling(ElementType type, int count) {
            this.type = type;
            this.count = count;
            reals = new double[type.isReal() ? count : 0];
            wholes = new long[type.isReal() || type.isText() ? 0 : count];
            texts = new String[type.isText() ? count : 0];
        }

        @Override
        public void real(double value) {
            reals[at++] = value;
        }

        @Override
        public void whole(long value) {
            int bits = type.bits();
            if (bits != 4 && bits != 2) {
                one(at++, value);
                return;
            }
            for (int shift = 0; shift < Byte.SIZE && at < count; shift += bits) {
                one(at++, value >> shift & ((1 << bits) - 1));
            }
        }

        @Override
        public void text(String value) {
            texts[at++] = value;
        }

        void one(int i, long bits) {
            if (type.isReal()) {
                reals[i] = Rounding.decode(
                        type, (int) bits & (type.bits() == 16 ? 0xFFFF : type.bits() == 8 ? 0xFF : 0xF));
            } else {
                wholes[i] = Rounding.whole(type, bits);
            }
        }
    }
}
