package hone.engine.format.inspect;

import hone.engine.graph.Cost;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a file holds.
 *
 * @param format in words: "safetensors", "llama2.c", "Hugging Face folder", "ONNX", "Hone model"
 * @param fileBytes its length, of a folder that of its files
 * @param metadata texts that it carries beside its tensors
 * @param weights in the order of the file, or of the graph
 * @param graph what it computes, if it says so
 * @param notRun the operators of an ONNX model that keep it from running
 */
public record Inspection(
        String format,
        long fileBytes,
        Map<String, String> metadata,
        List<Weight> weights,
        Optional<Computation> graph,
        NotRun notRun) {
    public Inspection {
        metadata = new TreeMap<>(metadata);
        weights = List.copyOf(weights);
    }

    /** What a file of another format than ONNX holds. */
    public Inspection(
            String format,
            long fileBytes,
            Map<String, String> metadata,
            List<Weight> weights,
            Optional<Computation> graph) {
        this(format, fileBytes, metadata, weights, graph, new NotRun(List.of(), List.of()));
    }

    /**
     * Operators with their nodes, as in "Clip (node relu6)".
     *
     * @param unsupported computed by nothing here
     * @param referenceOnly computed by the reference evaluator, but no op of the engine stands for them
     */
    public record NotRun(List<String> unsupported, List<String> referenceOnly) {
        public NotRun {
            unsupported = List.copyOf(unsupported);
            referenceOnly = List.copyOf(referenceOnly);
        }
    }

    /**
     * The type of a tensor.
     *
     * @param dtype of its elements, which may be one that the engine does not have
     * @param sizes numbers, and names where each run chooses them
     * @param elements at the largest sizes
     * @param bytes at the largest sizes
     */
    public record Type(String dtype, List<Object> sizes, long elements, long bytes) {
        public Type {
            sizes = List.copyOf(sizes);
        }

        public static Type of(TensorType type) {
            List<Object> sizes = type.dims().stream()
                    .map(dim -> dim instanceof Dim.Fixed fixed ? (Object) fixed.size() : dim.toString())
                    .toList();
            return new Type(type.dtype().name(), sizes, type.maxShape().elements(), type.maxBytes());
        }

        /** "F32[batch×784]". */
        @Override
        public String toString() {
            return sizes.stream().map(Object::toString).collect(Collectors.joining("×", dtype + "[", "]"));
        }
    }

    /**
     * One tensor.
     *
     * @param nonFinite how many of its elements are NaN or infinite
     */
    public record Weight(String name, Type type, long nonFinite) {
        /** Elements. */
        public long elements() {
            return type.elements();
        }

        /** Bytes it takes in memory. */
        public long bytes() {
            return type.bytes();
        }
    }

    /**
     * A graph.
     *
     * @param model the id of the model
     * @param symbols sizes that costs are counted at: batch 1, all others at their largest
     * @param inputs types by name
     * @param outputs types by name
     * @param ops in order
     */
    public record Computation(
            String model,
            Map<String, Long> symbols,
            Map<String, Type> inputs,
            Map<String, Type> outputs,
            List<OpRow> ops) {
        /** The sum of all ops' costs. */
        public Cost cost() {
            return ops.stream().map(OpRow::cost).reduce(Cost.ZERO, Cost::plus);
        }
    }

    /**
     * One op.
     *
     * @param name of its node
     * @param kind of op
     * @param output type of its first output
     * @param cost by formula
     */
    public record OpRow(String name, String kind, Type output, Cost cost) {}

    /** Elements of all weights; scales of quantized ones count too. */
    public long parameters() {
        return weights.stream().mapToLong(Weight::elements).sum();
    }

    /** Bytes of all weights in memory. */
    public long weightBytes() {
        return weights.stream().mapToLong(Weight::bytes).sum();
    }

    /** Elements of all weights that are NaN or infinite. */
    public long nonFinite() {
        return weights.stream().mapToLong(Weight::nonFinite).sum();
    }
}
