package hone.engine.tensor;

import hone.engine.InvalidInput;
import java.util.List;
import java.util.Map;

/**
 * What a graph knows of a value before any run: element type and dimensions, some of them perhaps symbolic.
 *
 * @param dtype element type
 * @param dims outermost first
 */
public record TensorType(DType dtype, List<Dim> dims) {
    public TensorType {
        dims = List.copyOf(dims);
        if (dims.size() > Shape.MAX_RANK) {
            throw new InvalidInput(
                    "a tensor has too many dimensions", "", dims.size() + " of at most " + Shape.MAX_RANK);
        }
    }

    /** A type with float32 elements. */
    public static TensorType f32(Dim... dims) {
        return new TensorType(DType.F32, List.of(dims));
    }

    /** A type with float32 elements and constant sizes. */
    public static TensorType f32(long... sizes) {
        return of(DType.F32, Shape.of(sizes));
    }

    /** A type without symbols. */
    public static TensorType of(DType dtype, Shape shape) {
        return new TensorType(
                dtype, java.util.Arrays.stream(shape.sizes()).mapToObj(Dim::of).toList());
    }

    public int rank() {
        return dims.size();
    }

    public Dim dim(int index) {
        return dims.get(index);
    }

    /** The shape with every symbol at its maximum: what buffers are planned for. */
    public Shape maxShape() {
        return Shape.of(dims.stream().mapToLong(Dim::max).toArray());
    }

    /** Bytes at the maximum shape. */
    public long maxBytes() {
        return maxShape().elements() * dtype.bytes();
    }

    /**
     * The shape of one run.
     *
     * @param symbols the size of every symbol by name
     * @throws InvalidInput if a symbol is not bound, or bound outside 1 … its maximum
     */
    public Shape resolve(Map<String, Long> symbols) {
        return Shape.of(dims.stream().mapToLong(dim -> resolve(dim, symbols)).toArray());
    }

    private static long resolve(Dim dim, Map<String, Long> symbols) {
        return switch (dim) {
            case Dim.Fixed fixed -> fixed.size();
            case Dim.Symbol symbol -> {
                Long size = symbols.get(symbol.name());
                if (size == null || size < 1 || size > symbol.max()) {
                    throw new InvalidInput(
                            "the dimension " + symbol.name() + " must be between 1 and " + symbol.max(),
                            "",
                            "it is " + (size == null ? "not given" : size));
                }
                yield size;
            }
        };
    }

    /** The same sizes with another element type. */
    public TensorType withDType(DType other) {
        return new TensorType(other, dims);
    }

    /** The same type with every symbol of that name given another maximum. */
    public TensorType withMaximum(String symbol, long maximum) {
        return new TensorType(
                dtype,
                dims.stream()
                        .map(dim -> dim instanceof Dim.Symbol s && s.name().equals(symbol)
                                ? Dim.symbol(symbol, maximum)
                                : dim)
                        .toList());
    }

    /** "F32[batch×784]". */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(dtype.name()).append('[');
        for (int i = 0; i < dims.size(); i++) {
            text.append(i == 0 ? "" : "×").append(dims.get(i));
        }
        return text.append(']').toString();
    }
}
