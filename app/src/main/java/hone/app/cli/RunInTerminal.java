package hone.app.cli;

import hone.app.Experiment;
import hone.app.Judgeable;
import hone.app.Services;
import hone.app.WorkerCommand;
import hone.app.model.OpenedModel;
import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.model.Model;
import hone.engine.run.KernelCosts;
import hone.engine.technique.Preview;
import hone.engine.technique.Recipe;
import hone.engine.technique.Techniques;
import hone.engine.technique.memory.KvCache;
import hone.profiler.certify.Certifier;
import hone.profiler.report.RunReport;
import hone.profiler.report.RunReportText;
import hone.profiler.service.TrialRequest;
import hone.profiler.service.TrialService;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.Trial;
import java.io.PrintWriter;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** A trial with its progress and its result in the terminal: what {@code run} does, and the studio without a display. */
public final class RunInTerminal {
    private static final int USUAL_BATCH = 64;

    private final PrintWriter out;
    private final PrintWriter err;

    public RunInTerminal(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** The studio's main job with the weights that ship; the exit code. */
    public int run(String model, String data, String recipe, int batch) {
        ModelOptions options = new ModelOptions();
        options.model = model;
        options.data = data;
        try (Services services = Services.open()) {
            run(
                    services,
                    options,
                    Recipe.parse(recipe),
                    OptionalInt.of(batch),
                    1,
                    OptionalInt.empty(),
                    request -> request);
        }
        return 0;
    }

    /**
     * One trial against the plain baseline, its summary printed.
     *
     * @param wanted samples a run takes; empty for as many as are usual
     * @param forks processes of each side that certify; empty for none
     * @param edit changes the request before it runs
     */
    RunReport run(
            Services services,
            ModelOptions options,
            Recipe recipe,
            OptionalInt wanted,
            long seed,
            OptionalInt forks,
            UnaryOperator<TrialRequest> edit) {
        Cancellation stop = Interruption.stop();
        TerminalProgress progress = new TerminalProgress(err);
        OpenedModel opened = options.open(services, progress, stop).overRows();
        int batch = wanted.orElse(Judgeable.usualBatch(opened, USUAL_BATCH));
        refuse(services, opened.model(), recipe);
        Experiment experiment = Experiment.load(opened, options.dataSpec(opened), progress, stop);
        if (!services.isProfiled()) {
            err.println("hone: measuring this machine's kernels once, some fifteen seconds");
            err.flush();
        }
        Services.Profiled profiled = services.profile(stop);
        profiled.notes().forEach(note -> err.println("hone: " + note));
        KernelCosts costs = profiled.costs();
        TrialRequest request = edit.apply(
                experiment.request(recipe, Recipe.NONE, batch, seed, hone.profiler.trial.TrialBudget.NORMAL));
        TrialService trials = services.trials(costs);
        RunReport live = trials.run(request, progress, new LiveBlocks(Trial.mostBlocks()), stop);
        RunReport report = forks.isEmpty()
                ? live
                : new Certifier(trials, WorkerCommand.of(WorkerVerb.NAME))
                        .certify(request, live, forks.getAsInt(), progress::progress, stop);
        progress.end();
        out.print(RunReportText.of(report));
        out.flush();
        return report;
    }

    /** A recipe that does not apply is refused before anything is loaded or measured. */
    private static void refuse(Services services, Model model, Recipe recipe) {
        Preview preview = new Preview(model.graph(), services.pool().size());
        Techniques.refusal(preview, recipe).ifPresent(reason -> {
            throw new InvalidInput("this recipe does not apply", recipe.toString(), reason);
        });
        if (recipe.steps().stream().anyMatch(step -> step.id().equals(new KvCache().id()))) {
            throw new InvalidInput("this recipe cannot be timed by a trial", recipe.toString(), TrialService.STATEFUL);
        }
    }
}
