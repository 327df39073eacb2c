package hone.app.cli;

import hone.app.Services;
import hone.engine.InvalidInput;
import hone.profiler.bench.decode.DecodeBench;
import hone.profiler.bench.decode.DecodeBenchResult;
import hone.profiler.bench.decode.DecodeEffort;
import hone.profiler.bench.decode.DecodeRow;
import hone.profiler.bench.decode.DecodeSubject;
import hone.profiler.bench.decode.DecodeType;
import hone.profiler.bench.decode.Llama2c;
import hone.profiler.machine.NoiseGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Transformers that decode, beside llama2.c where its binary is named. */
@Command(
        name = "decode",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Time transformers that decode one token after the other, in float32, INT8 and INT4.",
            "A ratio is our tokens per second divided by the peer's, with the same random weights."
        })
final class BenchDecodeCommand implements Callable<Integer> {
    private static final int QUICK_TOKENS = 8;

    @Option(
            names = "--llama2c",
            paramLabel = "PATH",
            description = "compare with this binary of llama2.c, or with the run and runq in this folder")
    private @Nullable String llama2c;

    @Option(
            names = "--parameters",
            split = ",",
            paramLabel = "SIZE",
            description = "only these: 10M, 110M (default: both)")
    private List<String> sizes = new ArrayList<>();

    @Option(
            names = "--dtype",
            split = ",",
            paramLabel = "TYPE",
            description = "only these: float32, int8, int4 (default: all)")
    private List<String> types = new ArrayList<>();

    @Option(names = "--tokens", paramLabel = "N", description = "decoded in each round (default: 128)")
    private int tokens = 128;

    @Option(names = "--threads", paramLabel = "N", description = "that share an op, on both sides (default: 1)")
    private int threads = 1;

    @Option(names = "--quick", description = "a look at whether it works, at 8 tokens; its figures mean little")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the result as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        OutputFile.check("--json", json);
        Optional<Llama2c> peer = Optional.ofNullable(llama2c).map(Llama2c::at);
        List<DecodeSubject> subjects = sizes.isEmpty()
                ? DecodeSubject.ALL
                : sizes.stream().map(DecodeSubject::find).toList();
        List<DecodeType> dtypes = types.isEmpty()
                ? List.of(DecodeType.values())
                : types.stream().map(DecodeType::find).toList();
        int context = subjects.stream()
                .mapToInt(subject -> subject.dimensions().context())
                .min()
                .orElseThrow();
        require("number of tokens", "--tokens", tokens, 2, context);
        try (Services services = Services.open()) {
            require(
                    "number of threads",
                    "--threads",
                    threads,
                    1,
                    services.pool().size());
            DecodeBenchResult result = result(services, peer, subjects, dtypes, context);
            spec.commandLine().getOut().print(result.text());
            spec.commandLine().getOut().flush();
            if (json != null) {
                JsonOutput.write(json, result.values());
            }
        }
        return 0;
    }

    private static void require(String what, String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidInput(
                    "the " + what + " must be between " + least + " and " + most, option, "it is " + value);
        }
    }

    private DecodeBenchResult result(
            Services services,
            Optional<Llama2c> peer,
            List<DecodeSubject> subjects,
            List<DecodeType> dtypes,
            int context) {
        int decoded = quick ? QUICK_TOKENS : tokens;
        DecodeBench bench = new DecodeBench(
                services.budget(),
                services.pool(),
                services.planner(services.knownCosts()),
                peer,
                services.home().create().folder(),
                threads,
                decoded,
                quick ? DecodeEffort.QUICK : DecodeEffort.NORMAL,
                Interruption.stop());
        TerminalProgress progress = new TerminalProgress(spec.commandLine().getErr());
        NoiseGuard guard = NoiseGuard.before();
        List<DecodeRow> rows = new ArrayList<>();
        double all = subjects.size() * dtypes.size();
        for (DecodeSubject subject : subjects) {
            List<DecodeRow> before = List.copyOf(rows);
            rows.addAll(bench.rows(subject, dtypes, what -> progress.report(before.size() / all, what)));
        }
        progress.end();
        String sentence = peer.map(one -> one.text(threads, decoded))
                .orElse("not asked; --llama2c PATH names a binary to compare with");
        return new DecodeBenchResult(
                rows,
                Map.of(Llama2c.ID, sentence),
                threads,
                decoded,
                context,
                guard.after().loadOfOthers());
    }
}
