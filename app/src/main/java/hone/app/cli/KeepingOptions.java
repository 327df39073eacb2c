package hone.app.cli;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.train.StateKeeping;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the state of a training run is kept, so that it can go on after a break; and what is said about it. */
final class KeepingOptions {
    private static final String ENDING = ".safetensors";

    @Option(
            names = "--save-every",
            paramLabel = "N",
            description = "save the training state every N epochs, or steps of a language model, beside --out"
                    + " (default: only where training is stopped)")
    private @Nullable Integer every;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description =
                    "go on from a training state with the same model, data and options, to the same bits as without"
                            + " a break")
    private @Nullable String resume;

    private @Nullable Path saved;
    private long step;

    /**
     * What to keep: in the file that the run goes on from, or beside the model, "mine.state.safetensors" for
     * "mine.safetensors".
     *
     * @throws InvalidInput if the state is to be saved, and no file is named
     */
    StateKeeping keeping(Optional<Path> out) {
        if (every != null && every < 1) {
            throw new InvalidInput(
                    "the state is saved every so many epochs or steps", "--save-every " + every, "1 is the least");
        }
        int often = every == null ? 0 : every;
        if (resume != null) {
            return StateKeeping.from(ModelOptions.path("--resume", resume), often);
        }
        if (out.isEmpty() && every != null) {
            throw new InvalidInput(
                    "the training state has no place", "--save-every " + every, "it goes beside the model of --out");
        }
        return out.map(file -> StateKeeping.in(beside(file), often)).orElse(StateKeeping.NONE);
    }

    private static Path beside(Path model) {
        String name = String.valueOf(model.getFileName());
        String stem = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
        return model.resolveSibling(stem + ".state" + ENDING);
    }

    /** Hears of each file that is written. */
    void saved(Path file, long at) {
        saved = file;
        step = at;
    }

    /**
     * Says how a run that was stopped can go on.
     *
     * @param arguments that the program was called with
     * @param keeps whether the state had a place
     */
    void sayHowToGoOn(PrintWriter err, List<String> arguments, boolean keeps) {
        if (saved == null) {
            err.println("hone: nothing of the training was kept, "
                    + (keeps ? "as no step was over" : "as no --out names a file that its state would go beside"));
            return;
        }
        List<String> words = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).equals("--resume")) {
                i++;
            } else if (!arguments.get(i).startsWith("--resume=")) {
                words.add(quoted(arguments.get(i)));
            }
        }
        err.println("hone: the training stands at step " + step + " in " + saved + "; go on with: hone "
                + String.join(" ", words) + " --resume " + quoted(saved.toString()));
    }

    private static String quoted(String word) {
        return word.matches("[\\w./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Removes the state of a run that is over, once its model is saved. */
    void over() {
        Path file = saved != null ? saved : resume == null ? null : ModelOptions.path("--resume", resume);
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new InvalidInput(
                        "the training state cannot be removed, and is no longer needed",
                        file.toString(),
                        IoReason.of(e));
            }
        }
    }
}
