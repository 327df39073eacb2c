package hone.engine.format.onnx.lowering;

import hone.engine.format.onnx.proto.ElementType;
import hone.engine.tensor.DType;
import java.util.Optional;

/** The types of elements that the engine's graphs have for those of ONNX. */
final class EngineTypes {
    private EngineTypes() {}

    /** Whole numbers of 64 bits become those of 32: ids, places and sizes are small. Empty for a type that no op takes. */
    static Optional<DType> of(ElementType type) {
        return switch (type) {
            case F32 -> Optional.of(DType.F32);
            case I32, I64 -> Optional.of(DType.I32);
            case I8 -> Optional.of(DType.I8);
            case U8 -> Optional.of(DType.U8);
            case BOOL -> Optional.of(DType.BOOL);
            default -> Optional.empty();
        };
    }
}
