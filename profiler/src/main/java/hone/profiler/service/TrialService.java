package hone.profiler.service;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.OverBudget;
import hone.engine.Progress;
import hone.engine.format.Artefact;
import hone.engine.format.Provenance;
import hone.engine.model.Architecture;
import hone.engine.model.Model;
import hone.engine.run.Plan;
import hone.engine.run.PlanRequest;
import hone.engine.technique.Fold;
import hone.engine.technique.Preview;
import hone.engine.technique.Recipe;
import hone.engine.technique.Setup;
import hone.engine.technique.Workbench;
import hone.profiler.advice.Advice;
import hone.profiler.arm.OpenArm;
import hone.profiler.floor.NoiseFloors;
import hone.profiler.machine.NoiseGuard;
import hone.profiler.memory.MemoryReader;
import hone.profiler.pass.ProfilePass;
import hone.profiler.quality.Answers;
import hone.profiler.recording.FlightPass;
import hone.profiler.report.Noise;
import hone.profiler.report.NoiseFloor;
import hone.profiler.report.OpRow;
import hone.profiler.report.QualityChange;
import hone.profiler.report.RunReport;
import hone.profiler.roofline.CacheLevel;
import hone.profiler.roofline.RoofedRows;
import hone.profiler.stats.VerdictRule;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.Trial;
import hone.profiler.trial.TrialListener;
import hone.profiler.trial.TrialOutcome;
import java.util.ArrayList;
import java.util.List;

/**
 * The one path from a request to a report: recipe applied, both sides planned and opened, answers checked, timed trial,
 * profile pass, recording if asked for, memory, report. Window and command line both take it.
 *
 * <p>Answers are checked before the trial, through the plans that will be timed, which warms them up as well. Answers
 * and op rows of a side that did not change since an earlier trial are those of that trial.
 */
public final class TrialService {
    /** Why no trial times a model that remembers. */
    public static final String STATEFUL = "it keeps keys and values from one token to the next, and a trial runs whole"
            + " windows of text anew; hone generate measures it, in tokens a second";

    private static final long PASS_NANOS = 300_000_000L;
    private static final long RECORDING_NANOS = 1_000_000_000L;

    private final TrialEnvironment environment;
    private final KeptResults<Answers> answers = new KeptResults<>();
    private final KeptResults<List<OpRow>> opRows = new KeptResults<>();

    public TrialService(TrialEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Runs a trial on the calling thread; only one at a time may run in a process.
     *
     * @param listener hears progress and blocks on the calling thread
     * @param live gets each block as it is done
     * @throws hone.engine.InvalidInput if the recipe does not apply, the data does not fit, or a file cannot be written
     * @throws hone.engine.OverBudget if the two sides do not fit in memory
     * @throws hone.engine.Cancelled if it was stopped
     */
    public RunReport run(TrialRequest request, TrialListener listener, LiveBlocks live, Cancellation stop) {
        Phases phases = new Phases(listener, request.budget());
        Side baseline = side(request, request.baseline(), phases.fold(), stop);
        Side candidate = side(request, request.recipe(), phases.fold(), stop);
        try (OpenSides sides = OpenSides.open(baseline, candidate, environment, stop)) {
            Answers before = answers(baseline, sides.baseline(), request, stop);
            phases.quality(0.5);
            Answers after = answers(candidate, sides.candidate(), request, stop);
            phases.quality(1);
            sides.arms().forEach(arm -> arm.fill(request.test().samples(), 0));
            NoiseGuard guard = NoiseGuard.before();
            String workload = workload(request, baseline);
            NoiseFloors.Usual usual = environment.known().floors().usual(workload);
            TrialOutcome outcome = new Trial(request.budget(), request.seed(), usual.floor())
                    .compare(sides.baseline(), sides.candidate(), live, phases.trial(), stop);
            Noise noise = guard.after().with(new NoiseFloor(outcome.ownFloor(), usual.floor(), usual.runs()));
            remember(workload, outcome, noise);
            phases.pass();
            opRows(List.of(baseline, candidate), List.of(sides.baseline(), sides.candidate()), stop);
            if (request.jfr().isPresent()) {
                phases.recording();
                FlightPass.record(
                        sides.baseline(), sides.candidate(), request.jfr().get(), RECORDING_NANOS, stop);
            }
            RunReport report = new ReportBuilder(environment, request, outcome, noise)
                    .report(
                            result(baseline, before),
                            result(candidate, after),
                            traced(request, before, after, phases, stop));
            phases.done();
            return report.with(Advice.of(report));
        }
    }

    /**
     * Applies a recipe and plans it, as a trial would, without opening anything.
     *
     * @throws hone.engine.InvalidInput if the recipe does not apply
     */
    public Plan plan(TrialRequest request, Recipe recipe, Cancellation stop) {
        return side(request, recipe, Progress.NONE, stop).plan();
    }

    /**
     * A side of a trial as another process can run it: the setup with its recipe, ready to be saved.
     *
     * @throws hone.engine.InvalidInput if the recipe does not apply
     */
    public Artefact artefact(TrialRequest request, Recipe recipe, Cancellation stop) {
        Side side = side(request, recipe, Progress.NONE, stop);
        return new Artefact(side.setup(), recipe, Provenance.UNKNOWN);
    }

    /**
     * A side opened for measuring, with the first held-out samples as its input; whoever opens it closes it.
     *
     * @throws hone.engine.InvalidInput if the recipe does not apply
     * @throws hone.engine.OverBudget if it does not fit
     */
    public OpenArm open(TrialRequest request, Recipe recipe, Cancellation stop) {
        Side side = side(request, recipe, Progress.NONE, stop);
        OpenArm arm = opened(side, stop);
        arm.fill(request.test().samples(), 0);
        return arm;
    }

    /** What its trials share. */
    public TrialEnvironment environment() {
        return environment;
    }

    private Side side(TrialRequest request, Recipe recipe, Progress progress, Cancellation stop) {
        Model model = request.model();
        Workbench workbench = new Workbench(
                request.calibration(),
                request.dataId(),
                request.seed(),
                environment.planner(),
                environment.pool(),
                environment.budget(),
                progress,
                stop);
        Setup base = new Setup(model, PlanRequest.baseline(request.batch()));
        Fold.Folded folded = environment.fold().fold(base, recipe, workbench);
        Setup setup = folded.setup();
        if (!setup.model().graph().states().isEmpty()) {
            throw new InvalidInput("this recipe cannot be timed by a trial", recipe.toString(), STATEFUL);
        }
        Plan plan =
                environment.planner().plan(setup.model().graph(), setup.model().weights(), setup.request());
        return new Side(recipe, folded, plan);
    }

    private Answers answers(Side side, OpenArm arm, TrialRequest request, Cancellation stop) {
        String key = side.key() + "|" + request.test().samples().hash();
        return answers.find(key).orElseGet(() -> {
            Answers fresh = Answers.of(arm, request.test(), stop);
            answers.keep(key, fresh);
            return fresh;
        });
    }

    /** What changed in the answers; where they became worse, with what each layer has to do with it. */
    private QualityChange traced(
            TrialRequest request, Answers before, Answers after, Phases phases, Cancellation stop) {
        QualityChange change = after.since(before);
        boolean higherIsBetter = after.quality().higherIsBetter();
        if (!change.isWorse(higherIsBetter) || QualityTrace.changesNumbers(request.baseline())) {
            return change;
        }
        Preview preview =
                new Preview(request.model().graph(), environment.pool().size());
        QualityTrace trace = new QualityTrace(preview, request.recipe(), higherIsBetter);
        try {
            return trace.of(change, before, recipe -> answersOf(request, recipe, phases.tracing(), stop));
        } catch (OverBudget e) {
            return change; // a third side beside the two does not fit; what was measured stands without it
        }
    }

    private Answers answersOf(TrialRequest request, Recipe recipe, Progress progress, Cancellation stop) {
        Side side = side(request, recipe, progress, stop);
        try (OpenArm arm = opened(side, stop)) {
            return answers(side, arm, request, stop);
        }
    }

    private OpenArm opened(Side side, Cancellation stop) {
        return OpenArm.open(
                side.plan(), Architecture.of(side.setup().model()), environment.pool(), environment.budget(), stop);
    }

    /** Makes sure that the rows of every side are kept; those that are missing are measured in turn. */
    private void opRows(List<Side> sides, List<OpenArm> arms, Cancellation stop) {
        List<String> keys = new ArrayList<>();
        List<OpenArm> missing = new ArrayList<>();
        for (int i = 0; i < sides.size(); i++) {
            String key = sides.get(i).key();
            if (opRows.find(key).isEmpty() && !keys.contains(key)) {
                keys.add(key);
                missing.add(arms.get(i));
            }
        }
        if (!missing.isEmpty()) {
            List<List<OpRow>> rows = ProfilePass.of(missing, PASS_NANOS, stop);
            for (int i = 0; i < keys.size(); i++) {
                opRows.keep(keys.get(i), rows.get(i));
            }
        }
    }

    /** A/A noise is that of the side that is compared with itself: this plan, at this batch, in blocks of that time. */
    private static String workload(TrialRequest request, Side baseline) {
        return request.model().hash() + " \"" + baseline.recipe() + "\" at batch " + request.batch() + " in "
                + request.budget().measureNanos() / 1_000_000 + " ms";
    }

    /** A run on a busy machine, or one that did not become steady, says nothing of what is usual. */
    private void remember(String workload, TrialOutcome outcome, Noise noise) {
        if (NoiseGuard.isQuiet(noise) && outcome.baseline().steady() && outcome.blocks() >= VerdictRule.FEWEST_BLOCKS) {
            environment.known().floors().remember(workload, outcome.ownFloor());
        }
    }

    private SideResult result(Side side, Answers ofSide) {
        List<OpRow> rows = opRows.find(side.key()).orElse(List.of());
        return new SideResult(
                side,
                ofSide,
                environment
                        .known()
                        .roofs()
                        .map(roofs -> RoofedRows.of(rows, side.plan(), roofs, CacheLevel.ofThisMachine()))
                        .orElse(rows),
                new MemoryReader(environment.budget()).of(side.plan()));
    }
}
