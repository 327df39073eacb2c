package hone.app.cli;

import hone.app.Services;
import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.format.AtomicFile;
import hone.engine.run.PlanMemory;
import hone.profiler.export.MemoryCsv;
import hone.profiler.export.MemorySvg;
import hone.profiler.memory.MemoryText;
import hone.profiler.memory.MemoryValues;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What memory a model takes while it works, and for what. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Sample the process's memory by category while a model infers, writes or learns,",
            "and list which of its values are alive at which step, as planned."
        })
final class MemoryCommand implements Callable<Integer> {
    private static final int MOST_STEPS = 1_000_000;

    @Mixin
    private final CandidateOptions candidate = new CandidateOptions();

    @Option(
            names = "--train",
            paramLabel = "STEPS",
            description = "sample so many steps of training instead of inferences")
    private @Nullable Integer train;

    @Option(
            names = "--generate",
            paramLabel = "TOKENS",
            description = "sample so many tokens of a text instead of inferences")
    private @Nullable Integer generate;

    @Option(names = "--at", paramLabel = "STEP", description = "list the values that are alive at this step, from 0")
    private @Nullable Integer at;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = "-",
            description = "also write samples, steps and values as JSON; without a file, or to -, only that is printed")
    private @Nullable String json;

    @Option(names = "--csv", paramLabel = "FILE", description = "also write the samples as CSV")
    private @Nullable String csv;

    @Option(names = "--svg", paramLabel = "FILE", description = "also draw the samples, stacked over time")
    private @Nullable String svg;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        check();
        boolean toOutput = "-".equals(json);
        if (!toOutput) {
            OutputFile.check("--json", json);
        }
        Optional<Path> table = OutputFile.check("--csv", csv);
        Optional<Path> picture = OutputFile.check("--svg", svg);
        PrintWriter err = spec.commandLine().getErr();
        TerminalProgress progress = new TerminalProgress(err);
        Cancellation stop = Interruption.stop();
        SampledWork work;
        try (Services services = Services.open()) {
            work = sampled(services, progress, err, stop);
            progress.end();
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(toOutput ? JsonOutput.text(values(work)) : text(work));
        out.flush();
        if (json != null && !toOutput) {
            JsonOutput.write(json, values(work));
        }
        table.ifPresent(file -> AtomicFile.writeText(file, MemoryCsv.samples(work.timeline())));
        picture.ifPresent(file -> AtomicFile.writeText(file, MemorySvg.of(work.title(), work.timeline())));
        return 0;
    }

    private SampledWork sampled(Services services, TerminalProgress progress, PrintWriter err, Cancellation stop) {
        if (train != null) {
            return new SampledTraining(services, candidate, train, this::requireStep, progress, stop).run();
        }
        return generate != null
                ? SampledGeneration.of(services, candidate, generate, this::requireStep, progress, stop)
                : SampledInference.of(services, candidate, this::requireStep, progress, err, stop);
    }

    private void check() {
        candidate.check();
        if (train != null && generate != null) {
            throw new InvalidInput("a model either learns or writes", "", "--train and --generate are both given");
        }
        requireCount("--train", train);
        requireCount("--generate", generate);
        if (train != null && !candidate.recipe().steps().isEmpty()) {
            throw new InvalidInput(
                    "training has no recipe",
                    "--enable " + candidate.recipe(),
                    "techniques are switched on once a model has learned");
        }
        if (generate != null && candidate.batch().isPresent()) {
            throw new InvalidInput(
                    "a text is written by itself",
                    "--batch " + candidate.batch().getAsInt(),
                    "it has no batch");
        }
        if (at != null && at < 0) {
            throw new InvalidInput("steps are numbered from 0", "--at " + at, "");
        }
    }

    private static void requireCount(String option, @Nullable Integer count) {
        if (count != null && (count < 1 || count > MOST_STEPS)) {
            throw new InvalidInput("there must be 1 to " + MOST_STEPS, option, "it is " + count);
        }
    }

    private void requireStep(PlanMemory memory) {
        if (at != null && at >= memory.steps().size()) {
            throw new InvalidInput(
                    "there is no such step",
                    "--at " + at,
                    "the last of " + memory.steps().size() + " is "
                            + (memory.steps().size() - 1));
        }
    }

    private String text(SampledWork work) {
        StringBuilder text = new StringBuilder(work.title()).append("\n\n").append(MemoryText.of(work.timeline()));
        work.plans().forEach((what, memory) -> text.append(MemoryText.of(what, memory)));
        if (at != null) {
            PlanMemory.Step step = work.first().steps().get(at);
            text.append("\nAt step ").append(at).append(", ").append(step.op()).append(":\n");
            text.append(MemoryText.tensors(work.first(), at));
        }
        return text.toString();
    }

    private Map<String, Object> values(SampledWork work) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("schemaVersion", 1);
        values.putAll(work.facts());
        values.putAll(MemoryValues.of(work.timeline()));
        values.putAll(MemoryValues.of(work.first()));
        work.plans().entrySet().stream()
                .skip(1)
                .forEach(plan -> values.put("update", MemoryValues.of(plan.getValue())));
        if (at != null) {
            values.put("at", at);
            values.put("liveAt", MemoryValues.tensors(work.first().liveAt(at)));
        }
        return values;
    }
}
