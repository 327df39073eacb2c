package hone.app.window.model;

import hone.app.window.port.ImportListener;
import hone.app.window.port.RunningImport;
import hone.app.window.port.StudioPort;
import hone.app.window.port.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The models to choose from, which follow the library, and the one that is on its way into it. */
public final class ModelsViewModel {
    private final StudioPort port;
    private final Executor fxThread;
    private final StudioViewModel studio;
    private final ReadOnlyObjectWrapper<List<Workload>> workloads;
    private final ReadOnlyObjectWrapper<Optional<Import>> importing = new ReadOnlyObjectWrapper<>(Optional.empty());

    /**
     * An import that has not ended.
     *
     * @param name of the file or folder
     * @param running its progress
     */
    public record Import(String name, RunningImport running) {}

    private boolean closed; // on the FX thread only

    ModelsViewModel(StudioPort port, Executor fxThread, StudioViewModel studio) {
        this.port = port;
        this.fxThread = fxThread;
        this.studio = studio;
        workloads = new ReadOnlyObjectWrapper<>(port.workloads());
    }

    /** Looks for models that came or went behind the window; returns at once. */
    public void refresh() {
        port.refreshWorkloads(() -> fxThread.execute(this::show));
    }

    private void show() {
        List<Workload> now = new ArrayList<>(port.workloads());
        Workload chosen = studio.workload();
        boolean rewritten = workloads.get().stream()
                .anyMatch(before ->
                        before.id().equals(chosen.id()) && !before.version().equals(chosen.version()));
        if (now.stream().noneMatch(each -> each.id().equals(chosen.id()))) {
            now.add(chosen); // gone from the library, and still on the screen
        }
        if (!now.equals(workloads.get())) {
            workloads.set(List.copyOf(now));
        }
        if (rewritten) {
            measureAgain(chosen.id());
        }
    }

    /** What is on the screen was measured with weights that are no longer the file's; beside an import it is only marked so. */
    private void measureAgain(String id) {
        if (importing.get().isEmpty()) {
            studio.run();
            studio.say("the file of " + id + " was written anew, so it is measured again", false);
        }
    }

    /** Takes a file or folder into the library and goes on with its model. What is being measured is stopped for it. */
    public void importModel(Path model) {
        if (importing.get().isPresent()) {
            studio.say("one model is being imported already; wait for it, or cancel it", true);
            return;
        }
        boolean measuring = studio.runningProperty().get().isPresent();
        studio.cancel();
        var ending = new Ending(measuring);
        RunningImport running = port.importModel(model, ending);
        if (!ending.told) {
            importing.set(Optional.of(new Import(String.valueOf(model.getFileName()), running)));
        }
    }

    /** Stops the import, if there is one, whose end nobody is told any more: the window closes. */
    public void stop() {
        closed = true;
        cancelImport();
    }

    /** Stops the import, if there is one; whether there was. */
    public boolean cancelImport() {
        importing.get().ifPresent(one -> one.running().cancel());
        return importing.get().isPresent();
    }

    /** The models to choose from, and the one that is chosen. */
    public ReadOnlyObjectProperty<List<Workload>> workloadsProperty() {
        return workloads.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Import>> importingProperty() {
        return importing.getReadOnlyProperty();
    }

    /** Brings the end of an import to the FX thread. */
    private final class Ending implements ImportListener {
        private final boolean measuring;
        private boolean told; // on the FX thread only

        Ending(boolean measuring) {
            this.measuring = measuring;
        }

        @Override
        public void finished(String id, String sentence) {
            ended(() -> {
                show();
                Optional<Notice> before = studio.noticeProperty().get();
                studio.model(id);
                String more = studio.noticeProperty()
                        .get()
                        .filter(notice -> !before.equals(Optional.of(notice)))
                        .map(notice -> "; " + notice.sentence())
                        .orElse("");
                studio.say(sentence + more, false);
            });
        }

        @Override
        public void failed(String sentence) {
            ended(() -> goOn(sentence, true));
        }

        @Override
        public void cancelled() {
            ended(() -> goOn("the import was cancelled; the library is as it was", false));
        }

        /** Measures again what the import had stopped. */
        private void goOn(String sentence, boolean problem) {
            if (measuring && studio.runningProperty().get().isEmpty()) {
                studio.run();
            }
            studio.say(sentence, problem);
        }

        private void ended(Runnable then) {
            fxThread.execute(() -> {
                told = true;
                importing.set(Optional.empty());
                if (!closed) {
                    then.run();
                }
            });
        }
    }
}
