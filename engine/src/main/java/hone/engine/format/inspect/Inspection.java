package hone.engine.format.inspect;

import hone.engine.graph.Cost;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a file holds.
 *
 * @param format in words: "safetensors", "llama2.c", "Hugging Face folder", "Hone model"
 * @param fileBytes its length, of a folder that of its files
 * @param metadata texts that it carries beside its tensors
 * @param weights in the order of the file, or of the graph
 * @param graph what it computes, if it says so
 */
public record Inspection(
        String format,
        long fileBytes,
        Map<String, String> metadata,
        List<Weight> weights,
        Optional<Computation> graph) {
    public Inspection {
        metadata = new TreeMap<>(metadata);
        weights = List.copyOf(weights);
    }

    /**
     * One tensor.
     *
     * @param nonFinite how many of its elements are NaN or infinite
     */
    public record Weight(String name, TensorType type, long nonFinite) {
        /** Elements. */
        public long elements() {
            return type.maxShape().elements();
        }

        /** Bytes it takes in memory. */
        public long bytes() {
            return type.maxBytes();
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
            Map<String, TensorType> inputs,
            Map<String, TensorType> outputs,
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
    public record OpRow(String name, String kind, TensorType output, Cost cost) {}

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
