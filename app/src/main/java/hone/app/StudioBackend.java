package hone.app;

import hone.app.window.port.Comparison;
import hone.app.window.port.ImportListener;
import hone.app.window.port.RunningImport;
import hone.app.window.port.RunningTrial;
import hone.app.window.port.StudioPort;
import hone.app.window.port.TrialListener;
import hone.app.window.port.TrialProgress;
import hone.app.window.port.TrialRequest;
import hone.app.window.port.Workload;
import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.HoneException;
import hone.engine.graph.Graph;
import hone.engine.model.Task;
import hone.engine.run.KernelCosts;
import hone.engine.run.Plan;
import hone.engine.technique.Effort;
import hone.engine.technique.Preview;
import hone.engine.technique.Recipe;
import hone.engine.technique.RecipeStep;
import hone.engine.technique.Technique;
import hone.engine.technique.Techniques;
import hone.engine.technique.memory.KvCache;
import hone.profiler.beside.PeerComparison;
import hone.profiler.certify.Certifier;
import hone.profiler.job.JobService;
import hone.profiler.peer.ModelPeer;
import hone.profiler.peer.OnnxRuntime;
import hone.profiler.report.RunReport;
import hone.profiler.service.TrialService;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.Trial;
import hone.profiler.trial.TrialBudget;
import hone.visualizers.latency.LatencyTrace;
import hone.visualizers.tile.Prediction;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The window's port over the real services: the same experiment and the same trials as the command line's. */
public final class StudioBackend implements StudioPort {
    /** Large enough that two threads pay on a small machine, small enough for a verdict in seconds. */
    public static final int BATCH = 256;

    private static final long SEED = 1;
    private static final System.Logger LOG = System.getLogger(StudioBackend.class.getName());

    private final Services services;
    private final StudioModels models;
    private final Executor background;
    private final ModelPeer peer = new OnnxRuntime();
    private volatile TrialService trials;
    private volatile boolean profiled;

    /** @param background loads models and data; the window does not wait for it, trials do */
    public StudioBackend(Services services, Executor background) {
        this.services = services;
        this.background = background;
        this.models = new StudioModels(services.models(), background);
        this.profiled = services.isProfiled();
        this.trials = services.trials(services.knownCosts());
    }

    @Override
    public List<Workload> workloads() {
        return models.all().stream().map(OfferedModel::workload).toList();
    }

    @Override
    public Workload workload(String model) {
        return models.find(model).workload();
    }

    @Override
    public void refreshWorkloads(Runnable found) {
        background.execute(() -> {
            try {
                models.refresh();
            } catch (HoneException e) {
                LOG.log(System.Logger.Level.WARNING, "the models are those there were before: " + e.getMessage());
            }
            found.run();
        });
    }

    @Override
    public RunningImport importModel(Path model, ImportListener listener) {
        return LiveImport.begin(services, models, model, listener);
    }

    @Override
    public List<Technique> techniques() {
        return Techniques.ALL;
    }

    @Override
    public Optional<String> refusal(String model, Recipe before, RecipeStep step) {
        if (models.find(model).architecture().task() == Task.LANGUAGE
                && step.id().equals(new KvCache().id())) {
            return Optional.of(TrialService.STATEFUL);
        }
        Graph graph = models.find(model).graph();
        return Techniques.refusal(new Preview(graph, services.pool().size()), before.plus(step));
    }

    @Override
    public Prediction predict(TrialRequest request) {
        CompletableFuture<Experiment> experiment = models.experiment(request.model());
        if (!experiment.isDone() || experiment.isCompletedExceptionally() || !isInstant(request.recipe())) {
            return Prediction.NONE;
        }
        Plan plan = trials.plan(of(experiment.join(), request), request.recipe(), new Cancellation());
        return new Prediction(
                profiled ? OptionalDouble.of(plan.predictedNanos()) : OptionalDouble.empty(),
                OptionalLong.of(plan.peakBytes()),
                OptionalLong.empty());
    }

    private static boolean isInstant(Recipe recipe) {
        return recipe.steps().stream()
                .allMatch(step -> Techniques.find(step.id()).effort(step) == Effort.INSTANT);
    }

    private static hone.profiler.service.TrialRequest of(Experiment ready, TrialRequest request) {
        return ready.request(request.recipe(), request.baseline(), request.batch(), SEED, TrialBudget.NORMAL);
    }

    @Override
    public RunningTrial submit(TrialRequest request, TrialListener listener) {
        LiveTrial live = new LiveTrial(true);
        JobService.Job<RunReport> job =
                services.jobs().latest("the trial", stop -> measure(request, live, listener, stop));
        live.job = job;
        var _ = job.result().whenComplete((report, thrown) -> tell(listener, report, thrown));
        return live;
    }

    @Override
    public RunningTrial compare(Comparison by, RunReport shown, TrialRequest request, TrialListener listener) {
        LiveTrial live = new LiveTrial(false);
        JobService.Job<RunReport> job = services.jobs().latest("comparing", stop -> {
            Experiment ready = models.experiment(request.model()).join();
            var asked = of(ready, request);
            RunReport compared = switch (by) {
                case CERTIFIED ->
                    new Certifier(trials, WorkerCommand.of(WorkerCommand.VERB))
                            .certify(asked, shown, Certifier.USUAL_FORKS, live::progress, stop);
                case PEER -> new PeerComparison(trials, peer).compare(asked, shown, live, stop);
            };
            services.keep(compared, listener::noted);
            return compared;
        });
        live.job = job;
        var _ = job.result().whenComplete((report, thrown) -> tell(listener, report, thrown));
        return live;
    }

    private RunReport measure(TrialRequest request, LiveTrial live, TrialListener listener, Cancellation stop) {
        live.progress(0, "loading model and data", Long.MIN_VALUE);
        Experiment ready = models.experiment(request.model()).join();
        RunReport report = trials.run(of(ready, request), live, new LiveBlocks(Trial.mostBlocks()), stop);
        // Here, on the trials' own thread, no sample is being timed.
        services.keep(report, listener::noted);
        if (!profiled) {
            // The first trial of all is planned with a typical machine's costs, so that the first picture is there in
            // seconds; this machine's own are measured behind it and serve from the next trial on.
            services.jobs().exclusive("measuring this machine", this::profile);
        }
        return report;
    }

    private KernelCosts profile(Cancellation stop) {
        Services.Profiled found = services.profile(stop);
        found.notes().forEach(note -> LOG.log(System.Logger.Level.WARNING, note));
        trials = services.trials(found.costs());
        profiled = true;
        return found.costs();
    }

    private static void tell(TrialListener listener, @Nullable RunReport report, @Nullable Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        switch (cause) {
            case null -> {
                if (report != null) {
                    listener.finished(report);
                }
            }
            case Cancelled _ -> listener.cancelled();
            case HoneException declared -> listener.failed(declared.getMessage());
            default -> {
                LOG.log(System.Logger.Level.ERROR, "the trial failed", cause);
                listener.failed("The trial failed by a defect of the program: " + cause);
            }
        }
    }

    @Override
    public Optional<RunReport> earlier() {
        return Optional.empty();
    }

    /** A trial as the window polls it. */
    private static final class LiveTrial implements RunningTrial, hone.profiler.trial.TrialListener {
        private final LatencyTrace trace = new LatencyTrace();
        private final boolean isLive;
        private volatile TrialProgress progress = new TrialProgress("waiting", -1, Double.NaN);
        private volatile JobService.@Nullable Job<RunReport> job;
        private int shown;

        LiveTrial(boolean isLive) {
            this.isLive = isLive;
        }

        @Override
        public boolean isLive() {
            return isLive;
        }

        @Override
        public void progress(double fraction, String what, long remainingNanos) {
            boolean unknown = remainingNanos == Long.MIN_VALUE;
            progress = new TrialProgress(what, unknown ? -1 : fraction, unknown ? Double.NaN : remainingNanos / 1e9);
        }

        @Override
        public void blockDone(LiveBlocks live) {
            for (int count = live.count(); shown < count; shown++) {
                trace.append(new double[] {live.baseline(shown)}, new double[] {live.candidate(shown)});
            }
        }

        @Override
        public TrialProgress progress() {
            return progress;
        }

        @Override
        public LatencyTrace trace() {
            return trace;
        }

        @Override
        public void cancel() {
            JobService.Job<RunReport> mine = job;
            if (mine != null) {
                mine.cancel();
            }
        }
    }
}
