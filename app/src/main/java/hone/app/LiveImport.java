package hone.app;

import hone.app.window.port.ImportListener;
import hone.app.window.port.ImportProgress;
import hone.app.window.port.RunningImport;
import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.HoneException;
import hone.engine.Progress;
import hone.engine.model.Model;
import hone.profiler.job.JobService;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** An import as the window polls it: the same as {@code hone import}, under a name that is free. */
final class LiveImport implements RunningImport, Progress {
    private static final System.Logger LOG = System.getLogger(LiveImport.class.getName());

    private final Services services;
    private final StudioModels models;
    private volatile ImportProgress progress = new ImportProgress("waiting for its turn", 0);
    private volatile JobService.@Nullable Job<Done> job;

    private LiveImport(Services services, StudioModels models) {
        this.services = services;
        this.models = models;
    }

    /** Queues it as a job of its own, since no measurement may meet it. */
    static LiveImport begin(Services services, StudioModels models, Path path, ImportListener listener) {
        LiveImport live = new LiveImport(services, models);
        JobService.Job<Done> job = services.jobs().exclusive("the import", stop -> live.take(path, stop));
        live.job = job;
        var _ = job.result().whenComplete((done, thrown) -> tell(listener, done, thrown));
        return live;
    }

    /** What came of it, in words, while it is still known where an error belongs. */
    private record Done(String name, String sentence) {}

    private Done take(Path path, Cancellation stop) {
        Path meant = ModelImport.meant(path);
        String name = services.models().library().freeNameFor(meant, models::knows);
        ModelImport.Imported imported =
                new ModelImport(services).take(new ModelImport.Wish(meant, name, Optional.empty(), false), this, stop);
        String sentence = sentence(imported);
        try {
            models.refresh();
        } catch (HoneException e) {
            LOG.log(System.Logger.Level.WARNING, "the library could not be read again after an import", e);
            sentence += "; the list of models could not be read again: " + e.getMessage();
        }
        return new Done(imported.name(), sentence);
    }

    private static void tell(ImportListener listener, @Nullable Done done, @Nullable Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        switch (cause) {
            case null -> {
                if (done != null) {
                    listener.finished(done.name(), done.sentence());
                }
            }
            case Cancelled _ -> listener.cancelled();
            case HoneException declared -> listener.failed(declared.getMessage());
            default -> {
                LOG.log(System.Logger.Level.ERROR, "the import failed", cause);
                listener.failed("The import failed by a defect of the program: " + cause);
            }
        }
    }

    private static String sentence(ModelImport.Imported imported) {
        Model model = imported.model();
        return String.format(
                Locale.ROOT,
                "imported %s: %,d parameters, %,d FLOPs per sample",
                imported.name(),
                model.parameters(),
                model.flopsPerSample());
    }

    @Override
    public void report(double fraction, String what) {
        progress = new ImportProgress(what, fraction);
    }

    @Override
    public ImportProgress progress() {
        return progress;
    }

    @Override
    public void cancel() {
        JobService.Job<Done> mine = job;
        if (mine != null) {
            mine.cancel();
        }
    }
}
