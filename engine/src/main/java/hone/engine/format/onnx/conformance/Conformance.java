package hone.engine.format.onnx.conformance;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs every case below a folder, in the order of their names. */
public final class Conformance {
    private static final int MAX_DEPTH = 8;

    private Conformance() {}

    /** Runs them by the reference operators. */
    public static List<CaseOutcome> run(Path folder, Progress progress, Cancellation stop) {
        return run(folder, CaseRunner.REFERENCE, progress, stop);
    }

    /**
     * Runs them.
     *
     * @param folder one case, or any folder above cases
     * @throws InvalidInput if there is no such folder, or no case in it
     * @throws Cancelled if {@code stop} was raised
     */
    public static List<CaseOutcome> run(Path folder, CaseRunner runner, Progress progress, Cancellation stop) {
        if (!Files.isDirectory(folder)) {
            throw new InvalidInput(
                    "cannot run the cases",
                    folder.toString(),
                    Files.exists(folder) ? "it is not a folder" : "there is no such folder");
        }
        List<Path> cases = cases(folder);
        if (cases.isEmpty()) {
            throw new InvalidInput("cannot run the cases", folder.toString(), "no folder below it has a model.onnx");
        }
        List<CaseOutcome> outcomes = new ArrayList<>();
        for (Path each : cases) {
            stop.check("running the conformance cases");
            String name = each.equals(folder)
                    ? String.valueOf(each.getFileName())
                    : folder.relativize(each).toString().replace('\\', '/');
            progress.report((double) outcomes.size() / cases.size(), name);
            outcomes.add(new ConformanceCase(name, each, runner).run(stop));
        }
        return outcomes;
    }

    private static List<Path> cases(Path folder) {
        try (Stream<Path> files = Files.walk(folder, MAX_DEPTH)) {
            return files.filter(Files::isDirectory)
                    .filter(file -> Files.isRegularFile(file.resolve("model.onnx")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InvalidInput("cannot read the folder", folder.toString(), IoReason.of(e));
        } catch (UncheckedIOException e) {
            throw new InvalidInput("cannot read the folder", folder.toString(), "a folder in it cannot be read");
        }
    }
}
