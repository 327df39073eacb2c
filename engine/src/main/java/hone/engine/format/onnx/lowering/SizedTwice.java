package hone.engine.format.onnx.lowering;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.format.onnx.OnnxModel;
import hone.engine.format.onnx.SpecializedModel;
import hone.engine.format.onnx.proto.NodeProto;
import hone.engine.format.onnx.proto.ValueInfoProto;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.run.PlanRequest;
import hone.engine.tensor.Dim;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A model specialized at two sizes of everything that is open. A size that comes out the same both times is fixed; one that
 * follows an input's symbol, such as the batch, is that symbol; anything else depends on sizes in a way that the engine's
 * graphs cannot say.
 */
final class SizedTwice {
    /** The name of the first dimension of inputs, wherever it is open. */
    static final String BATCH = "batch";

    /** Small, as tables of positions may be, and no pair of a batch. */
    private static final int FIRST_OTHER = 3;

    private final OnnxModel model;
    private final Map<String, NdArray> given;
    private final SpecializedModel small;
    private final SpecializedModel large;
    private final Map<List<Integer>, Dim> symbols;
    private final Set<String> stored;

    private SizedTwice(
            OnnxModel model,
            Map<String, NdArray> given,
            SpecializedModel small,
            SpecializedModel large,
            Map<List<Integer>, Dim> symbols) {
        this.model = model;
        this.given = given;
        this.small = small;
        this.large = large;
        this.symbols = symbols;
        this.stored = new HashSet<>();
        model.proto().graph().constants().forEach(constant -> stored.add(constant.name()));
    }

    /**
     * Specializes it.
     *
     * @param given values of inputs that carry sizes, by name; they become constants
     * @param most the largest size of symbols, by name, where it is not {@code otherwise}
     * @throws InvalidInput if an input's rank is not known, or the model has no fixed shapes even then
     */
    static SizedTwice of(
            OnnxModel model, Map<String, NdArray> given, Map<String, Long> most, long otherwise, Cancellation stop) {
        // A batch of 1 is quickest, but a Squeeze that names no axis would drop it
        int batch = squeezesAnything(model) ? 2 : 1;
        Map<String, List<Integer>> sizes = new LinkedHashMap<>();
        Map<List<Integer>, Dim> symbols = new HashMap<>();
        for (ValueInfoProto input : open(model, given)) {
            for (String symbol : symbols(input)) {
                if (!symbol.isEmpty() && !sizes.containsKey(symbol)) {
                    boolean isBatch = symbol.equals(BATCH);
                    int others = sizes.size() - (sizes.containsKey(BATCH) ? 1 : 0);
                    int first = isBatch ? batch : FIRST_OTHER + 2 * others;
                    List<Integer> pair = List.of(first, first + 1);
                    sizes.put(symbol, pair);
                    long largest = most.getOrDefault(symbol, isBatch ? PlanRequest.MAX_BATCH : otherwise);
                    symbols.put(pair, Dim.symbol(symbol, largest));
                }
            }
        }
        SpecializedModel small = model.specialize(shapes(model, given, sizes, 0), given, stop);
        SpecializedModel large =
                symbols.isEmpty() ? small : model.specialize(shapes(model, given, sizes, 1), given, stop);
        return new SizedTwice(model, given, small, large, symbols);
    }

    private static List<ValueInfoProto> open(OnnxModel model, Map<String, NdArray> given) {
        return model.inputs().stream()
                .filter(input -> !given.containsKey(input.name()))
                .toList();
    }

    private static boolean squeezesAnything(OnnxModel model) {
        return model.proto().graph().nodes().stream()
                .anyMatch(node -> node.operator().equals("Squeeze")
                        && node.inputs().size() < 2
                        && !node.attributes().containsKey("axes"));
    }

    /** The symbol of each dimension of an input; an empty text for one that the file fixes. */
    private static List<String> symbols(ValueInfoProto input) {
        List<String> sizes = input.sizes()
                .orElseThrow(() -> new InvalidInput(
                        "the ONNX model cannot be lowered to the engine's graph",
                        "input " + input.name(),
                        "the file does not say how many dimensions it has"));
        List<String> symbols = new ArrayList<>();
        for (int d = 0; d < sizes.size(); d++) {
            String size = sizes.get(d);
            boolean fixed = size.matches("[0-9]{1,9}") && !size.equals("0");
            String other = size.isEmpty() || size.equals("0") ? input.name() + "." + d : size;
            symbols.add(fixed ? "" : d == 0 ? BATCH : other);
        }
        return symbols;
    }

    private static Map<String, int[]> shapes(
            OnnxModel model, Map<String, NdArray> given, Map<String, List<Integer>> sizes, int which) {
        Map<String, int[]> shapes = new HashMap<>();
        for (ValueInfoProto input : open(model, given)) {
            List<String> symbols = symbols(input);
            int[] shape = new int[symbols.size()];
            for (int d = 0; d < shape.length; d++) {
                List<Integer> pair = sizes.get(symbols.get(d));
                shape[d] = pair == null
                        ? Integer.parseInt(input.sizes().orElseThrow().get(d))
                        : pair.get(which);
            }
            shapes.put(input.name(), shape);
        }
        return shapes;
    }

    OnnxModel model() {
        return model;
    }

    /** The inputs that each run brings along: those without a given value. */
    List<ValueInfoProto> inputs() {
        return open(model, given);
    }

    /** At the smaller sizes. */
    SpecializedModel small() {
        return small;
    }

    /** The nodes that depend on inputs, in order. */
    List<NodeProto> nodes() {
        return small.nodes();
    }

    /** The dimensions of a value; empty where one of them is neither fixed nor a symbol, or it is no tensor. */
    Optional<List<Dim>> dims(String name) {
        Optional<int[]> one = small.shape(name);
        Optional<int[]> other = large.shape(name);
        if (one.isEmpty() || other.isEmpty() || one.get().length != other.get().length) {
            return Optional.empty();
        }
        List<Dim> dims = new ArrayList<>();
        for (int d = 0; d < one.get().length; d++) {
            int a = one.get()[d];
            int b = other.get()[d];
            Dim symbol = symbols.get(List.of(a, b));
            if (a == b) {
                dims.add(Dim.of(a));
            } else if (symbol != null) {
                dims.add(symbol);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(dims);
    }

    /** Whether a value depends on no input's elements. */
    boolean isConstant(String name) {
        return small.constant(name).isPresent();
    }

    /** A constant whose shape is the same at all sizes; empty where a value is none. */
    Optional<NdArray> constant(String name) {
        boolean same = dims(name)
                .filter(dims -> dims.stream().allMatch(Dim.Fixed.class::isInstance))
                .isPresent();
        if (!same) {
            return Optional.empty();
        }
        Optional<NdArray> one = small.constant(name);
        return stored.contains(name)
                        || one.filter(array -> equal(array, large.constant(name)))
                                .isPresent()
                ? one
                : Optional.empty();
    }

    private static boolean equal(NdArray one, Optional<NdArray> other) {
        if (other.isEmpty() || one.type().isText()) {
            return false;
        }
        NdArray same = other.get();
        return one == same
                || IntStream.range(0, one.count())
                        .allMatch(i -> Double.compare(one.real(i), same.real(i)) == 0 && one.whole(i) == same.whole(i));
    }

    /** A constant at both sizes, which may differ in shape and elements: a mask, a row of positions. */
    List<NdArray> constants(String name) {
        Optional<NdArray> one = small.constant(name);
        Optional<NdArray> other = large.constant(name);
        return one.isPresent() && other.isPresent() ? List.of(one.get(), other.get()) : List.of();
    }
}
