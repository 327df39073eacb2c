package hone.engine.tensor;

import java.util.Locale;
import java.util.Optional;

/** The type of a tensor's elements, named as safetensors names it. */
public enum DType {
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    I32(4),
    I8(1),
    U8(1),
    /** A truth value: a byte that is 0 or 1. */
    BOOL(1);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** The type of that name, in any case; empty where there is none. */
    public static Optional<DType> named(String name) {
        for (DType type : values()) {
            if (type.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
