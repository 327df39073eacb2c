package hone.app.window;

import hone.app.window.port.Comparison;
import hone.app.window.port.ImportListener;
import hone.app.window.port.ImportProgress;
import hone.app.window.port.RunningImport;
import hone.app.window.port.RunningTrial;
import hone.app.window.port.StudioPort;
import hone.app.window.port.TrialListener;
import hone.app.window.port.TrialProgress;
import hone.app.window.port.TrialRequest;
import hone.app.window.port.Workload;
import hone.engine.technique.Recipe;
import hone.engine.technique.RecipeStep;
import hone.engine.technique.Technique;
import hone.engine.technique.Techniques;
import hone.profiler.report.Peer;
import hone.profiler.report.RunReport;
import hone.visualizers.latency.LatencyTrace;
import hone.visualizers.tile.Prediction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Stands in for the world behind the window, in tests only: a trial runs on a thread of its own, block by block, or
 * waits until the test lets it go on.
 */
final class FakePort implements StudioPort {
    final List<TrialRequest> requests = new ArrayList<>();
    private final long millisPerBlock;
    private volatile Optional<FakeTrial> latest = Optional.empty();
    private Optional<String> failure = Optional.empty();
    private final List<Workload> outside = new CopyOnWriteArrayList<>();
    private volatile List<Workload> workloads = shipped();
    volatile Optional<FakeImport> imported = Optional.empty();

    /** A port whose trials take so long for each of their blocks; negative ones wait at half their way for a cancel. */
    FakePort(long millisPerBlock) {
        this.millisPerBlock = millisPerBlock;
    }

    private volatile Optional<String> note = Optional.empty();

    /** Trials come to a result, and say this beside it. */
    void noteWith(String sentence) {
        note = Optional.of(sentence);
    }

    /** Makes the next trials fail with a sentence. */
    void failWith(String sentence) {
        failure = Optional.of(sentence);
    }

    /** Another program keeps a model, or the import that runs does. */
    void keep(String id) {
        outside.add(kept(id, "1"));
    }

    /** Another program writes the file of a model that was kept anew. */
    void rewrite(String id) {
        outside.replaceAll(each -> !each.id().equals(id) ? each : kept(id, each.version() + "'"));
    }

    private static Workload kept(String id, String version) {
        return new Workload(
                id,
                id + " · library",
                "from the library · 12 parameters",
                "No data",
                "none fits",
                List.of(1),
                1,
                version);
    }

    /** Another program takes out all that was kept by {@link #keep}. */
    void takeOut() {
        outside.clear();
    }

    @Override
    public List<Workload> workloads() {
        return workloads;
    }

    @Override
    public Workload workload(String model) {
        return Stream.concat(workloads.stream(), Stream.of(workload(model, model + " · library")))
                .filter(workload -> workload.id().equals(model))
                .findFirst()
                .orElseThrow();
    }

    /** How often the library was looked through again, and the window told. */
    final AtomicInteger refreshed = new AtomicInteger();

    @Override
    public void refreshWorkloads(Runnable found) {
        Thread.ofPlatform().daemon().start(() -> {
            workloads = Stream.concat(shipped().stream(), outside.stream()).toList();
            found.run();
            refreshed.incrementAndGet();
        });
    }

    @Override
    public RunningImport importModel(Path model, ImportListener listener) {
        var running = new FakeImport(model, listener);
        imported = Optional.of(running);
        return running;
    }

    /** Stands still until the test ends it. */
    final class FakeImport implements RunningImport {
        final Path path;
        private final ImportListener listener;

        FakeImport(Path path, ImportListener listener) {
            this.path = path;
            this.listener = listener;
        }

        /** Keeps the model by this id. */
        void finish(String id) {
            keep(id);
            workloads = Stream.concat(shipped().stream(), outside.stream()).toList();
            listener.finished(id, "imported " + id + ": 12 parameters");
        }

        void fail(String sentence) {
            listener.failed(sentence);
        }

        @Override
        public ImportProgress progress() {
            return new ImportProgress("reading weights", 0.25);
        }

        @Override
        public void cancel() {
            listener.cancelled();
        }
    }

    private static List<Workload> shipped() {
        return List.of(
                workload("mlp", "MLP 784-128-64-10"),
                workload("cnn", "CNN 16-32 for 28×28 digits"),
                new Workload(
                        "kept",
                        "kept",
                        "from the library · 12 parameters",
                        "csv:table.csv",
                        "held-out samples",
                        List.of(1),
                        1,
                        "1"));
    }

    private static Workload workload(String id, String name) {
        return new Workload(
                id,
                name,
                "109,386 parameters · 218,368 FLOPs per sample",
                "Generated digits",
                "4,000 held-out samples",
                List.of(1, 8, 32, 64, 256, 1024),
                256,
                "");
    }

    @Override
    public List<Technique> techniques() {
        return Techniques.ALL;
    }

    @Override
    public Optional<String> refusal(String model, Recipe before, RecipeStep step) {
        if (model.equals("cnn") && step.id().equals("prune")) {
            return Optional.of("its images are dense");
        }
        if (step.id().equals("kvcache")) {
            return Optional.of("this model has no attention whose keys and values could be kept");
        }
        boolean refused = step.id().equals("int8") && before.has("prune");
        return refused
                ? Optional.of("INT8 after pruning has no sparse kernel here; put it before prune")
                : Optional.empty();
    }

    @Override
    public Prediction predict(TrialRequest request) {
        return new Prediction(
                OptionalDouble.of(FakeReports.nanos(request.recipe())),
                OptionalLong.of(1_500_000),
                OptionalLong.empty());
    }

    @Override
    public RunningTrial submit(TrialRequest request, TrialListener listener) {
        requests.add(request);
        latest.ifPresent(FakeTrial::cancel);
        var trial = new FakeTrial(request, listener, Optional.empty());
        latest = Optional.of(trial);
        Thread.ofPlatform().daemon().start(trial);
        return trial;
    }

    /** By what reports were to be measured again. */
    final List<Comparison> compared = new CopyOnWriteArrayList<>();

    @Override
    public RunningTrial compare(Comparison by, RunReport live, TrialRequest request, TrialListener listener) {
        compared.add(by);
        RunReport other = by == Comparison.PEER
                ? live.with(new Peer.Absent("onnxruntime", "no jar"))
                : live.with(FakeReports.certified(live));
        var trial = new FakeTrial(request, listener, Optional.of(other));
        latest = Optional.of(trial);
        Thread.ofPlatform().daemon().start(trial);
        return trial;
    }

    @Override
    public Optional<RunReport> earlier() {
        return Optional.empty();
    }

    boolean latestWasCancelled() {
        return latest.map(trial -> trial.cancelled).orElse(false);
    }

    private final class FakeTrial implements RunningTrial, Runnable {
        private final TrialRequest request;
        private final TrialListener listener;
        private final LatencyTrace trace = new LatencyTrace();
        private volatile TrialProgress progress = new TrialProgress("warming up", -1, Double.NaN);
        private volatile boolean cancelled;
        private final Optional<RunReport> certifying;

        FakeTrial(TrialRequest request, TrialListener listener, Optional<RunReport> certifying) {
            this.certifying = certifying;
            this.request = request;
            this.listener = listener;
        }

        @Override
        public void run() {
            for (int block = 0; block < FakeReports.BLOCKS && !cancelled; block++) {
                pause();
                trace.append(FakeReports.block(request.baseline(), block), FakeReports.block(request.recipe(), block));
                double done = (block + 1.0) / FakeReports.BLOCKS;
                progress = new TrialProgress("timing both sides in turns", done, (1 - done) * 8);
                while (millisPerBlock < 0 && block == FakeReports.BLOCKS / 2 && !cancelled) {
                    pause();
                }
            }
            if (cancelled) {
                listener.cancelled();
            } else {
                note.ifPresent(listener::noted);
                failure.ifPresentOrElse(
                        listener::failed,
                        () -> listener.finished(certifying.orElseGet(() -> FakeReports.report(request))));
            }
        }

        private void pause() {
            try {
                Thread.sleep(Math.max(1, millisPerBlock));
            } catch (InterruptedException e) {
                cancelled = true;
            }
        }

        @Override
        public TrialProgress progress() {
            return progress;
        }

        @Override
        public boolean isLive() {
            return certifying.isEmpty();
        }

        @Override
        public LatencyTrace trace() {
            return trace;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
