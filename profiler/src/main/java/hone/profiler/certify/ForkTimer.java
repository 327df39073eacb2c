package hone.profiler.certify;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.format.Artefact;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Architecture;
import hone.engine.run.KernelPool;
import hone.engine.run.Plan;
import hone.engine.run.Planner;
import hone.engine.technique.Setup;
import hone.profiler.arm.OpenArm;
import hone.profiler.machine.NoiseGuard;
import hone.profiler.report.Noise;
import hone.profiler.trial.Solo;
import hone.profiler.trial.TrialBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What runs in a process of its own: loads the artefact, trains nothing, times it alone. */
public final class ForkTimer {
    private final KernelPool pool;
    private final MemoryBudget budget;

    public ForkTimer(KernelPool pool, MemoryBudget budget) {
        this.pool = pool;
        this.budget = budget;
    }

    /**
     * Does the job of a file and writes what it found to another.
     *
     * @throws InvalidInput if the files are none of a job
     * @throws hone.engine.OverBudget if the model does not fit
     * @throws hone.engine.Cancelled if it was stopped
     */
    public void run(Path job, Path result, Cancellation stop) {
        ForkFiles.write(result, timed(ForkFiles.read(job, ForkJob.class), job.toAbsolutePath(), stop));
    }

    private ForkResult timed(ForkJob job, Path file, Cancellation stop) {
        Artefact artefact = Artefact.load(
                file.resolveSibling(job.model()), budget.openCollected(Category.WEIGHTS, "a side of a comparison"));
        Setup setup = artefact.setup();
        Plan plan = new Planner(job.profile().costs())
                .plan(
                        setup.model().graph(),
                        setup.model().weights(),
                        setup.request().withBatch(job.batch()));
        try (OpenArm arm = OpenArm.open(plan, Architecture.of(setup.model()), pool, budget, stop)) {
            arm.fill(bytes(file.resolveSibling(job.input())));
            NoiseGuard guard = NoiseGuard.before();
            Solo.Outcome outcome =
                    new Solo(new TrialBudget(job.warmUpNanos(), job.measureNanos(), job.limitNanos())).time(arm, stop);
            Noise noise = guard.after();
            return new ForkResult(
                    outcome.samples(),
                    outcome.runsPerSample(),
                    outcome.warmUpRuns(),
                    outcome.steady(),
                    outcome.marked(),
                    Long.toHexString(outcome.checksum()),
                    plan.steps().stream()
                            .map(step -> step.node().name() + ": " + step.kernelText())
                            .toList(),
                    noise);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InvalidInput("cannot read the input of a comparison", file.toString(), IoReason.of(e));
        }
    }
}
