package hone.app.window.model;

import hone.app.window.port.RunningTrial;
import hone.app.window.port.TrialListener;
import hone.engine.HoneException;
import hone.profiler.report.RunReport;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The trial that runs, and the report of the last one that ended well. The latest wins: what an overtaken one still says is dropped. */
final class LatestTrial {
    private final Executor fxThread;
    private final Consumer<String> problems;
    private final ReadOnlyObjectWrapper<Optional<RunReport>> report = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<RunningTrial>> running = new ReadOnlyObjectWrapper<>(Optional.empty());
    private String version = "";
    private long submissions;

    /**
     * Nothing runs yet.
     *
     * @param earlier a report to begin with
     * @param fxThread where listeners of trials are brought to
     * @param problems hears a sentence where one fails
     */
    LatestTrial(Optional<RunReport> earlier, Executor fxThread, Consumer<String> problems) {
        this.fxThread = fxThread;
        this.problems = problems;
        report.set(earlier);
    }

    /**
     * Starts one in place of the one that runs.
     *
     * @param ofFile version of the model's file that it measures
     * @param start hands it to the port
     */
    void begin(String ofFile, Function<TrialListener, RunningTrial> start) {
        var ending = new Ending(++submissions, ofFile);
        try {
            RunningTrial trial = start.apply(ending);
            running.set(ending.told ? Optional.empty() : Optional.of(trial)); // a cached one may have ended already
        } catch (HoneException e) {
            running.set(Optional.empty());
            problems.accept(e.getMessage());
        }
    }

    /** Stops the one that runs, if there is one. The last report stays. */
    void cancel() {
        running.get().ifPresent(trial -> {
            submissions++;
            running.set(Optional.empty());
            trial.cancel();
        });
    }

    boolean isRunning() {
        return running.get().isPresent();
    }

    /** The version of the model's file that the report is of. */
    String version() {
        return version;
    }

    ReadOnlyObjectProperty<Optional<RunReport>> reportProperty() {
        return report.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<RunningTrial>> runningProperty() {
        return running.getReadOnlyProperty();
    }

    /** Brings the end of one trial to the FX thread, unless a later one has overtaken it. */
    private final class Ending implements TrialListener {
        private final long submission;
        private final String ofFile;
        private boolean told; // on the FX thread only

        Ending(long submission, String ofFile) {
            this.submission = submission;
            this.ofFile = ofFile;
        }

        @Override
        public void noted(String sentence) {
            fxThread.execute(() -> problems.accept(sentence)); // what was not kept is so, whatever runs meanwhile
        }

        @Override
        public void finished(RunReport finished) {
            ifLatest(() -> {
                version = ofFile;
                report.set(Optional.of(finished));
            });
        }

        @Override
        public void failed(String sentence) {
            ifLatest(() -> problems.accept(sentence));
        }

        @Override
        public void cancelled() {
            ifLatest(() -> {});
        }

        private void ifLatest(Runnable change) {
            fxThread.execute(() -> {
                told = true;
                if (submission == submissions) {
                    change.run();
                    running.set(Optional.empty());
                }
            });
        }
    }
}
