package hone.profiler.certify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hone.engine.Cancellation;
import hone.engine.kernel.VectorUnit;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryRegion;
import hone.engine.technique.Recipe;
import hone.profiler.JmhRun;
import hone.profiler.arm.OpenArm;
import hone.profiler.machine.NoiseGuard;
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
 * One model by JMH, by a live trial and by certified processes, in turns: all agree within 10 %. Each figure is the least of
 * its turns, as other processes can only add to it; on a machine too busy for that the figures are printed and nothing more
 * is claimed.
 */
@Tag("slow")
class ModelAgreementTest {
    private static final double TOLERANCE = 0.10;
    private static final double TOLERATED_LOAD = 0.3;
    private static final String RECIPE = "simd,fuse";
    private static final int BATCH = 64;
    private static final int MOST_TURNS = 4;

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
        double byJmh = Double.MAX_VALUE;
        double live = Double.MAX_VALUE;
        double certified = Double.MAX_VALUE;
        double load = 0;
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            byJmh = Math.min(byJmh, jmh.get().nanos(artefact, input, BATCH));
            RunReport report =
                    trials.run(request, TrialListener.NONE, new LiveBlocks(Trial.mostBlocks()), new Cancellation());
            live = Math.min(live, report.candidate().latency().median());
            Certified figures = Objects.requireNonNull(new Certifier(trials, TestWorker.command())
                    .certify(request, report, Certifier.FEWEST_FORKS, (_, _, _) -> {}, new Cancellation())
                    .certified());
            certified = Math.min(certified, figures.candidate().median());
            NoiseGuard guard = NoiseGuard.before();
            Thread.sleep(1_000);
            load = Math.max(load, guard.after().loadOfOthers());
            if (agree(byJmh, live) && agree(byJmh, certified)) {
                break;
            }
        }
        System.out.printf(
                "%s at batch %d: JMH %.0f ns, live %.0f ns (%.3f), certified %.0f ns (%.3f); load of others %.2f%n",
                RECIPE, BATCH, byJmh, live, live / byJmh, certified, certified / byJmh, load);
        assumeTrue(load <= TOLERATED_LOAD, "too much else runs here to hold them against each other");
        assertEquals(1, live / byJmh, TOLERANCE, "live against JMH");
        assertEquals(1, certified / byJmh, TOLERANCE, "certified against JMH");
    }

    private static boolean agree(double one, double other) {
        return Math.abs(other / one - 1) <= TOLERANCE;
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
