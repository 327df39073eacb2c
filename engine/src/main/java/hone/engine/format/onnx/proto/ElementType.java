package hone.engine.format.onnx.proto;

import java.util.Optional;

/**
 * The element types of ONNX tensors, with their numbers in {@code TensorProto.DataType}.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>
 */
public enum ElementType {
    F32(1, 32, Kind.REAL),
    U8(2, 8, Kind.UNSIGNED),
    I8(3, 8, Kind.SIGNED),
    U16(4, 16, Kind.UNSIGNED),
    I16(5, 16, Kind.SIGNED),
    I32(6, 32, Kind.SIGNED),
    I64(7, 64, Kind.SIGNED),
    TEXT(8, 0, Kind.TEXT),
    BOOL(9, 8, Kind.BOOL),
    F16(10, 16, Kind.REAL),
    F64(11, 64, Kind.REAL),
    U32(12, 32, Kind.UNSIGNED),
    U64(13, 64, Kind.UNSIGNED),
    BF16(16, 16, Kind.REAL),
    F8E4M3FN(17, 8, Kind.REAL),
    F8E4M3FNUZ(18, 8, Kind.REAL),
    F8E5M2(19, 8, Kind.REAL),
    F8E5M2FNUZ(20, 8, Kind.REAL),
    U4(21, 4, Kind.UNSIGNED),
    I4(22, 4, Kind.SIGNED),
    F4E2M1(23, 4, Kind.REAL),
    F8E8M0(24, 8, Kind.REAL),
    U2(25, 2, Kind.UNSIGNED),
    I2(26, 2, Kind.SIGNED);

    /** What the elements of a type are. */
    public enum Kind {
        REAL,
        SIGNED,
        UNSIGNED,
        BOOL,
        TEXT
    }

    private final int number;
    private final int bits;
    private final Kind kind;

    ElementType(int number, int bits, Kind kind) {
        this.number = number;
        this.bits = bits;
        this.kind = kind;
    }

    /** The type with a number of {@code TensorProto.DataType}. */
    public static Optional<ElementType> numbered(long number) {
        for (ElementType type : values()) {
            if (type.number == number) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    public int number() {
        return number;
    }

    /** Bits of an element; 0 for texts. */
    public int bits() {
        return bits;
    }

    public Kind kind() {
        return kind;
    }

    public boolean isReal() {
        return kind == Kind.REAL;
    }

    /** Whole numbers, with a sign or without; not bool. */
    public boolean isWhole() {
        return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
    }

    public boolean isText() {
        return kind == Kind.TEXT;
    }

    /** Bytes that so many elements take one after another, those of four bits two a byte and those of two bits four a byte. */
    public long bytes(long elements) {
        return (elements * bits + 7) / 8;
    }
}
