package hone.engine.train;

import hone.engine.InvalidInput;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a training run keeps its state, so that it can go on after a break.
 *
 * @param file that a stop leaves the state in, and that a run goes on from; empty for a run that is not kept
 * @param every so many epochs, or steps of a language model, the state is saved; 0 for a stop alone
 * @param resume whether to go on from what the file holds
 */
public record StateKeeping(Optional<Path> file, int every, boolean resume) {
    /** A run that cannot go on after a break. */
    public static final StateKeeping NONE = new StateKeeping(Optional.empty(), 0, false);

    /** @throws InvalidInput if something is to be kept and nobody says where */
    public StateKeeping {
        if (every < 0) {
            throw new InvalidInput("the state is saved every so many epochs or steps", "", "it is " + every);
        }
        if (file.isEmpty() && (every > 0 || resume)) {
            throw new InvalidInput("a training state needs a file", "", "none is named");
        }
    }

    /** A run that saves its state where it is stopped, and every so many epochs or steps unless that is 0. */
    public static StateKeeping in(Path file, int every) {
        return new StateKeeping(Optional.of(file), every, false);
    }

    /** A run that goes on from a file, and saves its state there again. */
    public static StateKeeping from(Path file, int every) {
        return new StateKeeping(Optional.of(file), every, true);
    }
}
