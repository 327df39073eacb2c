package hone.app.cli;

import hone.app.Services;
import hone.engine.kernel.Kernels;
import hone.profiler.bench.BenchEffort;
import hone.profiler.bench.kernels.BenchedRows;
import hone.profiler.bench.kernels.KernelBench;
import hone.profiler.bench.kernels.KernelBenchResult;
import hone.profiler.bench.kernels.KernelRow;
import hone.profiler.bench.kernels.KernelSubjects;
import hone.profiler.bench.kernels.RoofRow;
import hone.profiler.machine.NoiseGuard;
import hone.profiler.peer.ProductPeer;
import hone.profiler.peer.ProductPeers;
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

/** Every rung of every ladder, beside this machine's roofs and, where asked for, beside OpenBLAS and MKL. */
@Command(
        name = "kernels",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Time every kernel of every op, from the slowest rung to the fastest: on one thread, and on",
            "--threads where the planner shares the op.",
            "A ratio is the peer's time divided by ours, so above 1 ours is faster."
        })
final class BenchKernelsCommand implements Callable<Integer> {
    private static final long MAIN_MEMORY = 256L << 20;

    @Option(
            names = "--op",
            split = ",",
            paramLabel = "OP",
            description = "only these: matmul, linear, int8, int4, f16, conv, attention, relu, softmax (default: all)")
    private List<String> ops = new ArrayList<>();

    @Option(names = "--peers", description = "compare products with OpenBLAS and MKL")
    private boolean peers;

    @Option(names = "--peer", split = ",", paramLabel = "NAME", description = "compare with these: openblas, mkl")
    private List<String> named = new ArrayList<>();

    @Mixin
    private ThreadsOption threadsOption = new ThreadsOption();

    @Option(names = "--quick", description = "only the smallest sizes, to see whether it works; its times mean little")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the result as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        OutputFile.check("--json", json);
        KernelSubjects.check(ops);
        try (Services services = Services.open()) {
            int threads = threadsOption.within(services.pool(), services.pool().size());
            KernelBenchResult result = result(services, threads);
            spec.commandLine().getOut().print(result.text());
            spec.commandLine().getOut().flush();
            if (json != null) {
                JsonOutput.write(json, result.values());
            }
        }
        return 0;
    }

    private KernelBenchResult result(Services services, int threads) {
        Map<String, String> sentences = new LinkedHashMap<>();
        List<ProductPeer> usable = usable(sentences);
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
        NoiseGuard guard = NoiseGuard.before();
        progress.report(0, "this machine's roofs");
        KernelBench bench = new KernelBench(
                services.budget(),
                services.pool(),
                services.knownCosts(),
                usable,
                threads,
                quick ? BenchEffort.QUICK : BenchEffort.NORMAL,
                Interruption.stop());
        List<RoofRow> roofs = bench.roofs(MAIN_MEMORY);
        List<String> wanted = ops.isEmpty() ? KernelSubjects.NAMES : ops;
        List<KernelRow> rows = new ArrayList<>();
        List<String> left = new ArrayList<>(unavailable());
        for (int i = 0; i < wanted.size(); i++) {
            progress.report((double) i / wanted.size(), wanted.get(i));
            BenchedRows<KernelRow> benched = bench.rows(wanted.get(i), quick);
            rows.addAll(benched.rows());
            left.addAll(benched.leftOut());
        }
        progress.end();
        return new KernelBenchResult(rows, sentences, left, roofs, guard.after().loadOfOthers());
    }

    private static List<String> unavailable() {
        return Kernels.ALL.stream()
                .filter(kernel -> kernel.unavailableReason().isPresent())
                .map(kernel -> kernel.op().getSimpleName() + " " + kernel.id() + ": unavailable: "
                        + kernel.unavailableReason().orElseThrow())
                .toList();
    }

    /** The peers that were asked for and can be used; whichever they are, a sentence is added for each. */
    private List<ProductPeer> usable(Map<String, String> sentences) {
        ProductPeers all = ProductPeers.onClassPath();
        List<ProductPeer> wanted =
                peers ? all.all() : named.stream().map(all::find).toList();
        List<ProductPeer> usable = new ArrayList<>();
        for (ProductPeer peer : wanted) {
            Optional<String> reason = peer.unavailableReason();
            sentences.put(peer.id(), reason.map(why -> "unavailable: " + why).orElseGet(peer::version));
            if (reason.isEmpty()) {
                usable.add(peer);
            }
        }
        return usable;
    }
}
