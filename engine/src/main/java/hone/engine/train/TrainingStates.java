package hone.engine.train;

import hone.engine.InvalidInput;
import hone.engine.model.Model;
import hone.engine.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/** Everything that a training run changes: weights, running statistics, the optimizer's states, and the best weights so far. */
final class TrainingStates {
    private final Model start;
    private final SequencedMap<String, Tensor> states;
    private final SequencedMap<String, Tensor> best = new LinkedHashMap<>();
    private final TrainingMemory memory;

    /** @param states in memory of the run, by name */
    TrainingStates(Model start, SequencedMap<String, Tensor> states, TrainingMemory memory) {
        this.start = start;
        this.states = states;
        this.memory = memory;
    }

    /** The weights as they are now, copied into a model of its own. */
    Model snapshot() {
        return new Model(start.id(), start.graph(), memory.published(weights()));
    }

    /** Remembers the weights as they are now as the best so far. */
    void keepBest() {
        weights()
                .forEach((name, tensor) -> best.computeIfAbsent(
                                name, _ -> memory.best().tensor(tensor.dtype(), tensor.shape()))
                        .segment()
                        .copyFrom(tensor.segment()));
    }

    /** The best weights, copied into a model of its own; the last where none were kept. */
    Model bestSnapshot() {
        return best.isEmpty() ? snapshot() : new Model(start.id(), start.graph(), memory.published(best));
    }

    /** All that the run needs to go on. */
    Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>(states);
        best.forEach((name, tensor) -> tensors.put(TrainingState.BEST + name, tensor));
        return tensors;
    }

    /**
     * Goes on from the tensors of another run.
     *
     * @param place they come from, for messages
     * @throws InvalidInput if they are not those of this model and optimizer; nothing has changed then
     */
    void restore(Map<String, Tensor> tensors, Path place) {
        for (String name : tensors.keySet()) {
            boolean isBest = name.startsWith(TrainingState.BEST);
            String plain = isBest ? name.substring(TrainingState.BEST.length()) : name;
            Tensor mine = isBest ? weights().get(plain) : states.get(plain);
            Tensor its = Objects.requireNonNull(tensors.get(name));
            if (mine == null || !its.type().equals(mine.type())) {
                throw another(
                        place + ", " + name,
                        mine == null ? "this model has no such tensor" : its.type() + " instead of " + mine.type());
            }
        }
        boolean hasBest = tensors.keySet().stream().anyMatch(name -> name.startsWith(TrainingState.BEST));
        int needed = states.size() + (hasBest ? weights().size() : 0);
        if (tensors.size() != needed) {
            throw another(place.toString(), "it has " + tensors.size() + " tensors instead of " + needed);
        }
        if (hasBest) {
            keepBest();
        }
        tensors()
                .forEach((name, tensor) -> tensor.segment()
                        .copyFrom(Objects.requireNonNull(tensors.get(name)).segment()));
    }

    private static InvalidInput another(String where, String why) {
        return new InvalidInput("the training state is of another model", where, why);
    }

    private Map<String, Tensor> weights() {
        Map<String, Tensor> weights = new LinkedHashMap<>(states);
        weights.keySet().retainAll(start.weights().keySet());
        return weights;
    }
}
