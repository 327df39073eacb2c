package hone.app.cli;

import hone.app.Experiment;
import hone.app.Judgeable;
import hone.app.Services;
import hone.app.model.OpenedModel;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.LabelledImages;
import hone.engine.format.AtomicFile;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Architecture;
import hone.engine.model.Task;
import hone.engine.run.Executor;
import hone.engine.run.Plan;
import hone.engine.technique.Recipe;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.profiler.trial.TrialBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Nothing but inferences: what an outside stopwatch can time. N runs of one batch each walk through the held-out samples
 * and then repeat the first batch, which lies in the caches as that of a trial does; the predictions of the samples that
 * were run go out as CSV at the end.
 */
@Command(
        name = "infer",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Run a model N times and write its predictions as CSV.",
            "Every run takes the next batch of held-out samples; once all are answered, further runs repeat the first "
                    + "batch, as the runs of a trial do. "
                    + "The time of the whole process at N and at 2N runs differs by that of N inferences."
        })
final class InferCommand implements Callable<Integer> {
    private static final int USUAL_BATCH = 64;
    private static final int MOST_STAGED = 4_096;

    @Mixin
    private final ModelOptions model = new ModelOptions();

    @Option(names = "--enable", paramLabel = "RECIPE", description = "techniques to switch on, such as simd,int8")
    private String recipe = "";

    @Option(names = "--batch", paramLabel = "N", description = "samples a run (default: 64)")
    private @Nullable Integer wanted;

    @Option(names = "--runs", paramLabel = "N", description = "inferences (default: once through the samples)")
    private @Nullable Long runs;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "of anything random (default: 1)")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "FILE", description = "where the CSV goes (default: the terminal)")
    private @Nullable String out;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (runs != null && runs < 1) {
            throw new InvalidInput("there must be at least one run", "--runs", "it is " + runs);
        }
        Recipe parsed = Recipe.parse(recipe);
        OutputFile.check("--out", out);
        try (Services services = Services.open()) {
            OpenedModel opened = model.open(services, Progress.NONE, Interruption.stop());
            if (opened.architecture().task() == Task.LANGUAGE) {
                throw new InvalidInput(
                        "infer works on models that answer each sample once",
                        opened.name(),
                        "it continues a text instead",
                        "use generate, eval or run");
            }
            Experiment experiment = Experiment.load(opened, model.dataSpec(opened), Progress.NONE, Interruption.stop());
            int batch = wanted == null ? Judgeable.usualBatch(experiment.opened(), USUAL_BATCH) : wanted;
            LabelledImages samples = (LabelledImages) experiment.test().samples();
            var plan = services.trials(services.knownCosts())
                    .plan(
                            experiment.request(parsed, Recipe.NONE, batch, seed, TrialBudget.NORMAL),
                            parsed,
                            Interruption.stop());
            String csv = infer(services, plan, experiment, samples, batch);
            if (out == null) {
                spec.commandLine().getOut().print(csv);
                spec.commandLine().getOut().flush();
            } else {
                AtomicFile.writeText(ModelOptions.path("--out", out), csv);
            }
        }
        return 0;
    }

    private String infer(Services services, Plan plan, Experiment experiment, LabelledImages samples, int batch) {
        Architecture architecture = experiment.architecture();
        int staged = Math.min(samples.count(), Math.max(batch, MOST_STAGED));
        int perRun = Math.min(batch, staged);
        int positions = (staged + perRun - 1) / perRun;
        long count = runs == null ? positions : runs;
        long width = plan.graph()
                .type(plan.graph().output(architecture.output()))
                .dim(1)
                .max();
        try (Executor executor = Executor.open(plan, services.pool(), services.budget());
                MemoryRegion region = services.budget().open(Category.DATA, "staged samples")) {
            Tensor inputs = region.tensor(DType.F32, Shape.of(staged, samples.pixelsPerImage()));
            samples.copyInto(0, staged, inputs.segment());
            Tensor logits = region.tensor(DType.F32, Shape.of(staged, width));
            List<Tensor> ins = new ArrayList<>();
            List<Tensor> outs = new ArrayList<>();
            for (int from = 0; from < staged; from += perRun) {
                int size = Math.min(perRun, staged - from);
                ins.add(rows(inputs, from, size));
                outs.add(rows(logits, from, size));
            }
            for (long run = 0; run < count; run++) {
                int position = run < positions ? (int) run : 0;
                executor.bindings()
                        .input(architecture.input(), ins.get(position))
                        .output(architecture.output(), outs.get(position));
                executor.run();
            }
            int done = (int) Math.min(staged, count * perRun);
            return new Predictions(samples, experiment.artefact().preparation()).csv(logits, done);
        }
    }

    private static Tensor rows(Tensor tensor, int from, int count) {
        long rowBytes = tensor.shape().size(1) * tensor.dtype().bytes();
        return new Tensor(
                Shape.of(count, tensor.shape().size(1)),
                tensor.dtype(),
                tensor.segment().asSlice(from * rowBytes, count * rowBytes));
    }
}
