package hone.profiler.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.HoneException;
import hone.engine.InvalidInput;
import hone.engine.data.LabelledImages;
import hone.engine.technique.Recipe;
import hone.profiler.job.JobService;
import hone.profiler.quality.HeldOut;
import hone.profiler.report.OpRow;
import hone.profiler.report.RunReport;
import hone.profiler.report.RunReportJson;
import hone.profiler.report.RunReportText;
import hone.profiler.report.Verdict;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.TrialBudget;
import hone.profiler.trial.TrialListener;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrialServiceTest {
    private final SmallWorld world = new SmallWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aTrialEndsInAReportWithEverythingInIt() {
        RunReport report = run(world.request("simd", 64));
        assertEquals("simd", report.recipe());
        assertEquals("", report.baseline().recipe());
        assertEquals(world.testModel().parameters(), report.baseline().parameters());
        assertEquals(2L * (144 * 64 + 64 * 32 + 32 * 5), report.candidate().flops());
        assertEquals(report.candidate().flops(), report.candidate().executedFlops());
        assertEquals(
                4 * world.testModel().parameters(), report.baseline().bytes().nominal());
        assertTrue(report.baseline().bytes().file() > report.baseline().bytes().nominal());
        assertTrue(report.baseline().bytes().peak() >= report.baseline().bytes().resident());
        assertEquals(203, report.baseline().quality().n());
        assertEquals(203, report.qualityChange().n());
        assertTrue(report.qualityChange().changed() <= 2, report.qualityChange().toString());
        assertEquals(
                List.of("fc1", "relu1", "fc2", "relu2", "fc3"),
                report.ops().stream().map(OpRow::name).toList());
        assertEquals(1, report.ops().stream().mapToDouble(OpRow::share).sum(), 1e-9);
        assertEquals("64×144 · 64×144 → 64×64", report.ops().getFirst().shape());
        assertEquals(2L * 64 * 144 * 64, report.ops().getFirst().flops());
        assertTrue(report.candidate().memory().osResident() > 0);
        assertTrue(report.candidate().memory().bytes("weights") > 0);
        assertEquals("typical", report.machine().profileHash());
        assertTrue(report.baseline().latency().median() > 0);
        assertEquals(report, RunReportJson.parse(RunReportJson.text(report), "test"));
        assertTrue(RunReportText.of(report).contains("fc1"));
        assertEquals(
                0,
                world.budget().used()
                        - world.testModel().weights().values().stream()
                                .mapToLong(tensor -> (tensor.bytes() + 63) / 64 * 64)
                                .sum());
    }

    @Test
    void nothingSwitchedOnIsNoDifference() {
        RunReport report = run(world.request("", 32));
        assertTrue(report.verdict() == Verdict.WITHIN_NOISE || report.verdict() == Verdict.UNKNOWN, report.sentence());
        assertEquals(0, report.qualityChange().changed());
    }

    @Test
    void theBaselineMayBeAnyRecipe() {
        RunReport report = run(world.request("simd", 16).withBaseline(Recipe.parse("simd")));
        assertEquals("simd", report.baseline().recipe());
    }

    @Test
    void rowsOfASideThatDidNotChangeAreKept() {
        TrialService service = new TrialService(world.environment());
        RunReport first = run(service, world.request("simd", 16));
        RunReport second = run(service, world.request("", 16));
        assertSame(first.baseline().ops().getFirst(), second.candidate().ops().getFirst());
    }

    @Test
    void whatCannotBeDoneIsSaidInOneSentence() {
        LabelledImages tooLarge = LabelledImages.wrap("large", 28, 28, 5, new byte[784], new byte[1]);
        TrialRequest wrongData = new TrialRequest(
                world.testModel(),
                "large",
                HeldOut.of(tooLarge),
                () -> tooLarge,
                Recipe.NONE,
                Recipe.NONE,
                4,
                1,
                TrialBudget.QUICK,
                Optional.empty());
        InvalidInput error = assertThrows(InvalidInput.class, () -> run(wrongData));
        assertTrue(error.getMessage().contains("784") && error.getMessage().contains("144"), error.getMessage());
        assertThrows(InvalidInput.class, () -> run(world.request("simd", 0)));
    }

    @Test
    void progressOnlyRises() {
        double[] last = {-1};
        TrialListener listener = new TrialListener() {
            @Override
            public void progress(double fraction, String what, long remainingNanos) {
                assertTrue(fraction >= last[0] - 1e-9 && fraction <= 1 && remainingNanos >= 0, what + " " + fraction);
                last[0] = fraction;
            }
        };
        new TrialService(world.environment())
                .run(world.request("simd", 16), listener, new LiveBlocks(60), new Cancellation());
        assertEquals(1, last[0]);
    }

    @Test
    void theLatestTrialWins() throws ExecutionException, InterruptedException {
        try (JobService jobs = new JobService()) {
            TrialService service = new TrialService(world.environment());
            JobService.Job<RunReport> first = jobs.latest("the trial", stop -> run(service, "", 16, stop));
            JobService.Job<RunReport> second = jobs.latest("the trial", stop -> run(service, "simd", 16, stop));
            JobService.Job<RunReport> third = jobs.latest("the trial", stop -> run(service, "simd", 8, stop));
            assertEquals(8, third.result().get().batch());
            for (JobService.Job<RunReport> stopped : List.of(first, second)) {
                ExecutionException e = assertThrows(
                        ExecutionException.class, () -> stopped.result().get());
                assertTrue(e.getCause() instanceof Cancelled, String.valueOf(e.getCause()));
            }
            assertFalse(third.result().isCompletedExceptionally());
        }
    }

    private RunReport run(TrialService service, String recipe, int batch, Cancellation stop) {
        return service.run(world.request(recipe, batch), TrialListener.NONE, new LiveBlocks(60), stop);
    }

    @Test
    void memoryComesBackAfterACancelledTrial() {
        long before = world.budget().used();
        Cancellation stop = new Cancellation();
        TrialListener listener = new TrialListener() {
            @Override
            public void blockDone(LiveBlocks live) {
                stop.cancel();
            }
        };
        TrialService service = new TrialService(world.environment());
        assertThrows(
                HoneException.class, () -> service.run(world.request("simd", 16), listener, new LiveBlocks(60), stop));
        assertEquals(before, world.budget().used());
    }

    private RunReport run(TrialRequest request) {
        return run(new TrialService(world.environment()), request);
    }

    private static RunReport run(TrialService service, TrialRequest request) {
        return service.run(request, TrialListener.NONE, new LiveBlocks(60), new Cancellation());
    }
}
