package hone.profiler.certify;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.Cancellation;
import hone.engine.kernel.VectorUnit;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryRegion;
import hone.engine.technique.Recipe;
import hone.profiler.JmhRun;
import hone.profiler.TurnsAgreement;
import hone.profiler.arm.OpenArm;
import hone.profiler.report.Certified;
import hone.profiler.report.RunReport;
import hone.profiler.service.SmallWorld;
import hone.profiler.service.TrialRequest;
import hone.profiler.service.TrialService;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.Trial;
import hone.profiler.trial.TrialBudget;
import hone.profiler.trial.TrialListener;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One model by JMH, by a live trial and by certified processes, in turns: all agree within 10 %, as {@link TurnsAgreement} says.
 * JMH's figure is the mean of those before and after.
 */
@Tag("slow")
class ModelAgreementTest {
    private static final String RECIPE = "simd,fuse";
    private static final int BATCH = 64;
    private static final int MOST_TURNS = 6;

    private final SmallWorld world = new SmallWorld();
    private final TrialService trials = new TrialService(world.environment());
    private final TrialRequest request = world.request(RECIPE, BATCH).withBudget(TrialBudget.NORMAL);

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void jmhLiveAndCertifiedAgree() throws IOException, InterruptedException, URISyntaxException {
        assumeTrue(VectorUnit.unavailableReason().isEmpty(), "the recipe needs vectors");
        Optional<JmhRun> jmh = JmhRun.in(folder);
        assumeTrue(jmh.isPresent(), "the engine's tests are not here");
        Path artefact = folder.resolve("model.safetensors");
        Path input = folder.resolve("input.bin");
        prepare(artefact, input);
        TurnsAgreement ofLive = new TurnsAgreement("live against JMH, " + RECIPE + " at batch " + BATCH);
        TurnsAgreement ofCertified = new TurnsAgreement("certified against JMH, " + RECIPE + " at batch " + BATCH);
        for (int turn = 0; turn < MOST_TURNS && !(ofLive.isSharp() && ofCertified.isSharp()); turn++) {
            double before = jmh.get().nanos(artefact, input, BATCH);
            RunReport report =
                    trials.run(request, TrialListener.NONE, new LiveBlocks(Trial.mostBlocks()), new Cancellation());
            double between = jmh.get().nanos(artefact, input, BATCH);
            Certified figures = Objects.requireNonNull(new Certifier(trials, TestWorker.command())
                    .certify(request, report, Certifier.FEWEST_FORKS, (_, _, _) -> {}, new Cancellation())
                    .certified());
            double after = jmh.get().nanos(artefact, input, BATCH);
            ofLive.add((before + between) / 2, report.candidate().latency().median());
            ofCertified.add((between + after) / 2, figures.candidate().median());
        }
        TurnsAgreement.check(ofLive, ofCertified);
    }

    private void prepare(Path artefact, Path input) throws IOException {
        Recipe recipe = Recipe.parse(RECIPE);
        try (MemoryRegion scratch = world.budget().open(Category.SCRATCH, "saving a model")) {
            trials.artefact(request, recipe, new Cancellation()).save(artefact, scratch);
        }
        try (OpenArm arm = trials.open(request, recipe, new Cancellation())) {
            Files.write(input, arm.inputBytes());
        }
    }
}
