package hone.engine.format.onnx.lowering;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import hone.engine.format.onnx.OnnxModel;
import hone.engine.format.onnx.reference.NdArray;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Model;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes an engine's model of an ONNX model, so that planning, techniques and profiling work on it. The first dimension of
 * its inputs becomes the batch where the file leaves it open, or where the file fixes it to 1 and the model works for more
 * just as well; other open dimensions keep their names.
 */
public final class OnnxImport {
    /** As long as an open dimension may become where nothing in the model says less. */
    private static final long MOST = 1024;

    /** A table may bring a smaller limit to light in each round; symbols are few. */
    private static final int ROUNDS = 8;

    private OnnxImport() {}

    /**
     * What became of a model.
     *
     * @param model of the engine's; empty where some of its operators have no op here
     * @param notMapped those operators, all of them
     */
    public record Outcome(Optional<Model> model, List<NotMapped> notMapped) {
        public Outcome {
            notMapped = List.copyOf(notMapped);
        }

        /**
         * The model.
         *
         * @param place of the file, for the sentence
         * @throws Unavailable if there is none; all operators in the way are named
         */
        public Model require(String place) {
            return model.orElseThrow(() -> new Unavailable(
                    "a graph of the engine's for the ONNX model " + place,
                    "it runs with the reference evaluator only, as the engine has no op for "
                            + notMapped.stream().map(NotMapped::toString).collect(Collectors.joining(", ")),
                    ""));
        }
    }

    /**
     * Lowers a model.
     *
     * @param id of the engine's model
     * @param region where its weights go
     * @throws InvalidInput if its shapes are not known even when all inputs' are, or an input is of a type that graphs
     *     here do not take
     * @throws Unavailable if it uses an operator that nothing here computes; all are named
     */
    public static Outcome lower(OnnxModel model, String id, MemoryRegion region, Cancellation stop) {
        return lower(model, Map.of(), id, region, stop);
    }

    /**
     * Lowers a model some of whose inputs only carry sizes.
     *
     * @param given values of such inputs, by name; they become constants
     */
    public static Outcome lower(
            OnnxModel model, Map<String, NdArray> given, String id, MemoryRegion region, Cancellation stop) {
        Optional<OnnxModel> freed = given.isEmpty() ? FreedBatch.of(model) : Optional.empty();
        if (freed.isPresent()) {
            Optional<Outcome> free = freed(freed.get(), id, region, stop);
            if (free.isPresent()) {
                return free.get();
            }
        }
        return lowered(model, given, id, region, stop);
    }

    /** Where the file has a batch of 1 written into its shapes, it does not specialize for 2. */
    private static Optional<Outcome> freed(OnnxModel model, String id, MemoryRegion region, Cancellation stop) {
        try {
            return Optional.of(lowered(model, Map.of(), id, region, stop))
                    .filter(outcome -> outcome.model().isPresent());
        } catch (InvalidInput e) {
            return Optional.empty();
        }
    }

    private static Outcome lowered(
            OnnxModel model, Map<String, NdArray> given, String id, MemoryRegion region, Cancellation stop) {
        Map<String, Long> most = new HashMap<>();
        for (int round = 0; ; round++) {
            GraphLowering lowering = new GraphLowering(SizedTwice.of(model, given, most, MOST, stop));
            if (lowering.limits().isEmpty() || round == ROUNDS) {
                List<NotMapped> notMapped = lowering.notMapped();
                return notMapped.isEmpty()
                        ? new Outcome(Optional.of(new Emission(lowering, region).model(id)), List.of())
                        : new Outcome(Optional.empty(), notMapped);
            }
            most.putAll(lowering.limits());
        }
    }
}
