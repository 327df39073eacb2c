package hone.app.cli;

import hone.app.Services;
import hone.profiler.bench.BenchEffort;
import hone.profiler.bench.kernels.BenchedRows;
import hone.profiler.bench.kernels.SparseBench;
import hone.profiler.bench.kernels.SparseBenchResult;
import hone.profiler.bench.kernels.SparseRow;
import hone.profiler.machine.NoiseGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Pruned layers against the fastest dense kernel. */
@Command(
        name = "sparse",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Time layers pruned in several patterns, beside the fastest dense kernel.")
final class BenchSparseCommand implements Callable<Integer> {
    private static final int[][] LAYERS = {{784, 128}, {512, 512}, {1024, 1024}};
    private static final int[] BATCHES = {1, 32};

    @Mixin
    private ThreadsOption threadsOption = new ThreadsOption();

    @Option(names = "--quick", description = "the smallest layer only, to see whether it works; its times mean little")
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
            SparseBenchResult result = result(services, threads);
            spec.commandLine().getOut().print(result.text());
            spec.commandLine().getOut().flush();
            if (json != null) {
                JsonOutput.write(json, result.values());
            }
        }
        return 0;
    }

    private SparseBenchResult result(Services services, int threads) {
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
        NoiseGuard guard = NoiseGuard.before();
        SparseBench bench = new SparseBench(
                services.budget(),
                services.pool(),
                services.knownCosts(),
                threads,
                quick ? BenchEffort.QUICK : BenchEffort.NORMAL,
                Interruption.stop());
        List<SparseRow> rows = new ArrayList<>();
        List<String> left = new ArrayList<>();
        int layers = quick ? 1 : LAYERS.length;
        int done = 0;
        for (int[] layer : List.of(LAYERS).subList(0, layers)) {
            for (int batch : BATCHES) {
                String what = batch + "×" + layer[0] + "→" + layer[1];
                progress.report((double) done++ / (layers * BATCHES.length), what);
                BenchedRows<SparseRow> benched = bench.rows(batch, layer[0], layer[1]);
                rows.addAll(benched.rows());
                left.addAll(benched.leftOut());
            }
        }
        progress.end();
        return new SparseBenchResult(rows, left, threads, guard.after().loadOfOthers());
    }
}
