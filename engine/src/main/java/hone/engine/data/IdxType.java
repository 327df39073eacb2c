package hone.engine.data;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;

/** The element types of IDX files; values are big-endian. */
enum IdxType {
    UNSIGNED_BYTE(0x08, 1, "ubyte"),
    SIGNED_BYTE(0x09, 1, "byte"),
    SHORT(0x0B, 2, "short"),
    INT(0x0C, 4, "int"),
    FLOAT(0x0D, 4, "float"),
    DOUBLE(0x0E, 8, "double");

    /** As the third byte of a file says it. */
    final int code;

    /** Bytes of one value. */
    final int width;

    /** As file names say it: {@code images-idx3-ubyte}. */
    final String word;

    IdxType(int code, int width, String word) {
        this.code = code;
        this.width = width;
        this.word = word;
    }

    static Optional<IdxType> of(int code) {
        return Stream.of(values()).filter(type -> type.code == code).findFirst();
    }

    boolean isWhole() {
        return this != FLOAT && this != DOUBLE;
    }

    /** The value at a place in a buffer. */
    double get(ByteBuffer bytes, int at) {
        return switch (this) {
            case UNSIGNED_BYTE -> bytes.get(at) & 0xFF;
            case SIGNED_BYTE -> bytes.get(at);
            case SHORT -> bytes.getShort(at);
            case INT -> bytes.getInt(at);
            case FLOAT -> bytes.getFloat(at);
            case DOUBLE -> bytes.getDouble(at);
        };
    }
}
