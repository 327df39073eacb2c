package hone.app.cli;

import hone.app.Services;
import hone.app.WorkerCommand;
import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.format.Checkpoints;
import hone.engine.model.Architecture;
import hone.engine.model.Zoo;
import hone.engine.technique.Recipe;
import hone.profiler.report.Units;
import hone.profiler.selfcheck.SelfCheck;
import hone.profiler.selfcheck.SelfCheckResult;
import hone.profiler.selfcheck.Subject;
import hone.profiler.trial.TrialBudget;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether the figures of this machine can be trusted: the meta-tests of the measuring. */
@Command(
        name = "selfcheck",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Check the measuring itself on this machine: a plan against itself, injected delays, intervals of made-up timings,",
            "a run of nothing, another process that works, the clock on the wall, and what looking costs. Takes some minutes.",
            "Exit code 3 if a limit was missed; what a restless machine leaves undecided is named."
        })
final class SelfCheckCommand implements Callable<Integer> {
    private static final int MISSED = 3;
    private static final int FEWEST = 8;
    private static final int MOST = 10_000;
    private static final String MODEL = "mlp";
    private static final String RECIPE = "simd,fuse";
    private static final int BATCH = 64;
    private static final int[] OBSERVED = {1, 64};

    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "100",
            description = "comparisons of a plan with itself, half a second each (default: ${DEFAULT-VALUE})")
    private int pairs = 100;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "(default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the result as JSON")
    private @Nullable String json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (pairs < FEWEST || pairs > MOST) {
            throw new InvalidInput("the comparisons must be " + FEWEST + " to " + MOST, "--pairs " + pairs, "");
        }
        OutputFile.check("--json", json);
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        TerminalProgress progress = new TerminalProgress(err);
        Cancellation stop = Interruption.stop();
        try (Services services = Services.open()) {
            List<Subject> observed = new ArrayList<>();
            for (Architecture architecture :
                    Zoo.ALL.stream().filter(Checkpoints::ships).toList()) {
                for (int batch : OBSERVED) {
                    observed.add(subject(services, architecture.id(), batch, progress, err, stop));
                }
            }
            Subject compared = subject(services, MODEL, BATCH, progress, err, stop);
            SelfCheckResult result = new SelfCheck(
                            new SelfCheck.Needs(
                                    compared, observed, WorkerCommand.of(StressVerb.NAME), SelfCheckCommand::infer),
                            pairs,
                            seed)
                    .run(progress::report, stop);
            progress.end();
            print(result, out);
            if (json != null) {
                JsonOutput.write(json, values(result));
            }
            return result.failures().isEmpty() ? 0 : MISSED;
        }
    }

    private static List<String> infer(long runs) {
        List<String> command = new ArrayList<>(WorkerCommand.of("infer"));
        command.addAll(List.of(MODEL, "--enable", RECIPE, "--batch", "" + BATCH, "--runs", "" + runs));
        return command;
    }

    private static String cost(double share, double low, double high) {
        return percent(share) + String.format(Locale.ROOT, " (%.1f to %.1f)", 100 * low, 100 * high);
    }

    private Subject subject(
            Services services, String model, int batch, TerminalProgress progress, PrintWriter err, Cancellation stop) {
        ModelOptions options = new ModelOptions();
        options.model = model;
        ReadyTrials ready =
                ReadyTrials.open(services, options, Recipe.parse(RECIPE), OptionalInt.of(batch), progress, err, stop);
        return new Subject(
                model,
                batch,
                () -> ready.trials()
                        .open(
                                ready.request(Recipe.parse(RECIPE), Recipe.NONE, batch, seed, TrialBudget.QUICK),
                                Recipe.parse(RECIPE),
                                stop));
    }

    private static void print(SelfCheckResult result, PrintWriter out) {
        line(
                out,
                "a plan against itself",
                percent(result.falseVerdictRate()) + " of " + result.pairs()
                        + " comparisons were called different (designed for 3 %, fails above 6.5 %)");
        line(
                out,
                "smallest delay to be seen",
                percent(result.detectableFrom()) + ", in comparisons of a fifth of a second");
        result.delays()
                .forEach((delay, found) -> line(out, "delay of " + delay + " %", seen(found, result.detections())));
        line(
                out,
                "95 % intervals",
                "hold the truth in " + percent(result.coverage()) + " (blocks) and " + percent(result.coverageOfForks())
                        + " (processes) of cases");
        line(
                out,
                "ablations of nothing",
                percent(result.neutralAblationRate()) + " of " + result.ablations() + " flagged an effect");
        line(out, "a run of nothing", Units.time(result.emptyKernelNanos()));
        line(out, "another process that works", result.stressorWarned() ? "raised the warning" : "raised no warning");
        SelfCheckResult.Outside outside = result.outside();
        line(
                out,
                "the clock on the wall",
                outside == null
                        ? result.unmeasured()
                        : outside.model() + ": " + Units.time(outside.wallClock()) + " a run, "
                                + Units.time(outside.product()) + " by a trial"
                                + String.format(
                                        Locale.ROOT,
                                        "; ratio %.2f (%.2f to %.2f, %d times)",
                                        outside.ratio(),
                                        outside.ratioLow(),
                                        outside.ratioHigh(),
                                        outside.repeats()));
        out.println("What looking costs");
        for (SelfCheckResult.Observer one : result.observer()) {
            line(
                    out,
                    "  " + one.model() + " at batch " + one.batch(),
                    "a run " + Units.time(one.runNanos()) + "; counters "
                            + cost(one.counters(), one.countersLow(), one.countersHigh()) + ", recording "
                            + cost(one.jfr(), one.jfrLow(), one.jfrHigh()));
        }
        line(out, "load of other processes", String.format(Locale.ROOT, "%.2f processors", result.loadOfOthers()));
        conclude(result, out);
        out.flush();
    }

    private static String seen(SelfCheckResult.Delay delay, int of) {
        String all = "seen in " + percent(delay.seen()) + " of " + of + " comparisons";
        return delay.able() == 0
                ? all + "; none was sharp enough to tell"
                : all + ", in " + percent(delay.seenByAble()) + " of the " + delay.able() + " that were sharp enough";
    }

    private static void conclude(SelfCheckResult result, PrintWriter out) {
        List<String> missed = result.failures();
        List<String> undecided = result.undecided();
        if (!missed.isEmpty()) {
            out.println("Limits that were missed:");
            missed.forEach(failure -> out.println("  - " + failure));
        } else {
            out.println(
                    undecided.isEmpty() ? "All limits were kept." : "All limits that could be judged here were kept.");
        }
        if (!undecided.isEmpty()) {
            out.println("Too restless a machine to judge:");
            undecided.forEach(one -> out.println("  - " + one));
        }
    }

    private static void line(PrintWriter out, String what, String text) {
        out.printf(Locale.ROOT, "%-28s %s%n", what, text);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "none" : Units.percent(share);
    }

    private static Map<String, Object> values(SelfCheckResult result) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("falseVerdictRate", result.falseVerdictRate());
        values.put("pairs", result.pairs());
        values.put("detectableFrom", result.detectableFrom());
        values.put("detected", detected(result));
        values.put("delays", result.delays());
        values.put("detections", result.detections());
        values.put("coverage", result.coverage());
        values.put("coverageOfForks", result.coverageOfForks());
        values.put("neutralAblationRate", result.neutralAblationRate());
        values.put("ablations", result.ablations());
        values.put("emptyKernelNanos", result.emptyKernelNanos());
        values.put("stressorWarned", result.stressorWarned());
        values.put("outside", result.outside());
        values.put("unmeasured", result.unmeasured());
        values.put("observer", result.observer());
        values.put("loadOfOthers", result.loadOfOthers());
        values.put("failures", result.failures());
        values.put("undecided", result.undecided());
        return values;
    }

    private static Map<String, Double> detected(SelfCheckResult result) {
        Map<String, Double> detected = new LinkedHashMap<>();
        result.delays().forEach((percent, delay) -> detected.put(percent, delay.seen()));
        return detected;
    }
}
