package hone.app.cli;

import hone.app.Services;
import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.run.Planner;
import hone.profiler.bench.BenchEffort;
import hone.profiler.bench.models.BenchSubject;
import hone.profiler.bench.models.BenchSubjects;
import hone.profiler.bench.models.ModelBench;
import hone.profiler.bench.models.ModelBenchResult;
import hone.profiler.bench.models.ModelRow;
import hone.profiler.machine.NoiseGuard;
import hone.profiler.peer.OnnxRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whole models on our fastest rungs, beside ONNX Runtime where it is asked for. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Time whole models, beside ONNX Runtime with the same weights.",
            "A ratio is the peer's time divided by ours; outputs are compared too."
        })
final class BenchModelsCommand implements Callable<Integer> {
    @Option(names = "--peers", description = "compare with ONNX Runtime")
    private boolean peers;

    @Option(names = "--peer", split = ",", paramLabel = "NAME", description = "compare with this one: onnxruntime")
    private List<String> named = new ArrayList<>();

    @Option(
            names = "--model",
            split = ",",
            paramLabel = "NAME",
            description = "only these: mlp, cnn, transformer-1, transformer-4 (default: all)")
    private List<String> models = new ArrayList<>();

    @Mixin
    private ThreadsOption threadsOption = new ThreadsOption();

    @Option(names = "--quick", description = "a look at whether it works; its times mean little")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the result as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        OutputFile.check("--json", json);
        try (Services services = Services.open()) {
            int threads = threadsOption.within(services.pool(), 1);
            ModelBenchResult result = result(services, new OnnxRuntime(), threads);
            spec.commandLine().getOut().print(result.text());
            spec.commandLine().getOut().flush();
            if (json != null) {
                JsonOutput.write(json, result.values());
            }
        }
        return 0;
    }

    private ModelBenchResult result(Services services, OnnxRuntime runtime, int threads) {
        Map<String, String> sentences = new LinkedHashMap<>();
        Optional<OnnxRuntime> peer = peer(runtime, threads, sentences);
        Cancellation stop = Interruption.stop();
        Planner planner = services.planner(services.knownCosts());
        List<BenchSubject> subjects = new BenchSubjects(services.budget(), services.pool(), planner, stop)
                .of(models.isEmpty() ? BenchSubjects.NAMES : models);
        ModelBench bench = new ModelBench(
                services.budget(),
                services.pool(),
                planner,
                peer,
                threads,
                quick ? BenchEffort.QUICK : BenchEffort.NORMAL,
                stop);
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
        NoiseGuard guard = NoiseGuard.before();
        List<ModelRow> rows = new ArrayList<>();
        int done = 0;
        int all =
                subjects.stream().mapToInt(subject -> subject.batches().size()).sum();
        for (BenchSubject subject : subjects) {
            for (int batch : subject.batches()) {
                progress.report((double) done++ / all, subject.name() + " " + subject.dtype() + " at batch " + batch);
                rows.addAll(bench.rows(subject, batch));
            }
        }
        progress.end();
        return new ModelBenchResult(rows, sentences, threads, guard.after().loadOfOthers());
    }

    /** The peer, if it was asked for and can be used; whichever it is, a sentence is added for it. */
    private Optional<OnnxRuntime> peer(OnnxRuntime runtime, int threads, Map<String, String> sentences) {
        for (String name : named) {
            if (!name.equals(runtime.id())) {
                throw new InvalidInput("there is no such peer for whole models", name, "there is " + runtime.id());
            }
        }
        if (!peers && named.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> reason = runtime.unavailableReason();
        sentences.put(
                runtime.id(),
                reason.map(why -> "unavailable: " + why)
                        .orElseGet(() -> runtime.version() + ", " + ModelBench.peerSettings(threads)));
        return reason.isEmpty() ? Optional.of(runtime) : Optional.empty();
    }
}
