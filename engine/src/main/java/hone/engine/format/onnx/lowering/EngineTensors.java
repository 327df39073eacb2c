package hone.engine.format.onnx.lowering;

import hone.engine.Unavailable;
import hone.engine.format.onnx.proto.ElementType;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.memory.MemoryRegion;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** Tensors of the engine's as arrays of the reference operators', and back. */
final class EngineTensors {
    private EngineTensors() {}

    /** @throws Unavailable if the engine has no such type */
    static Tensor tensor(NdArray array, MemoryRegion region) {
        DType dtype = EngineTypes.of(array.type())
                .orElseThrow(() -> new Unavailable("a graph of the engine's", "an input is of " + array.type(), ""));
        long[] sizes = new long[array.rank()];
        for (int d = 0; d < sizes.length; d++) {
            sizes[d] = array.dim(d);
        }
        Tensor tensor = region.tensor(dtype, Shape.of(sizes));
        MemorySegment segment = tensor.segment();
        for (int i = 0; i < array.count(); i++) {
            switch (dtype) {
                case F32 -> segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) array.real(i));
                case I32 -> segment.setAtIndex(ValueLayout.JAVA_INT, i, (int) array.whole(i));
                default -> segment.set(ValueLayout.JAVA_BYTE, i, (byte) array.whole(i));
            }
        }
        return tensor;
    }

    /** @param type the type that the file says, which may be wider than the engine's */
    static NdArray array(Tensor tensor, Optional<ElementType> type) {
        Shape shape = tensor.shape();
        int[] dims = new int[shape.rank()];
        for (int d = 0; d < dims.length; d++) {
            dims[d] = Math.toIntExact(shape.size(d));
        }
        int count = Math.toIntExact(shape.elements());
        MemorySegment segment = tensor.segment();
        if (tensor.dtype() == DType.F32) {
            double[] reals = new double[count];
            for (int i = 0; i < count; i++) {
                reals[i] = segment.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            }
            return NdArray.ofReals(ElementType.F32, dims, reals);
        }
        long[] wholes = new long[count];
        for (int i = 0; i < count; i++) {
            wholes[i] = switch (tensor.dtype()) {
                case I32 -> segment.getAtIndex(ValueLayout.JAVA_INT, i);
                case I8 -> segment.get(ValueLayout.JAVA_BYTE, i);
                default -> Byte.toUnsignedLong(segment.get(ValueLayout.JAVA_BYTE, i));
            };
        }
        ElementType own = switch (tensor.dtype()) {
            case I32 -> ElementType.I32;
            case I8 -> ElementType.I8;
            case U8 -> ElementType.U8;
            default -> ElementType.BOOL;
        };
        boolean wider =
                own == ElementType.I32 && type.filter(ElementType.I64::equals).isPresent();
        return NdArray.ofWholes(wider ? ElementType.I64 : own, dims, wholes);
    }
}
