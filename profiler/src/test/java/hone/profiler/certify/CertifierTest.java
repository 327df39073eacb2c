package hone.profiler.certify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.Cancelled;
import hone.engine.InvalidInput;
import hone.engine.Unavailable;
import hone.profiler.report.Certified;
import hone.profiler.report.RunReport;
import hone.profiler.report.RunReportJson;
import hone.profiler.report.RunReportText;
import hone.profiler.service.SmallWorld;
import hone.profiler.service.TrialRequest;
import hone.profiler.service.TrialService;
import hone.profiler.trial.LiveBlocks;
import hone.profiler.trial.Trial;
import hone.profiler.trial.TrialBudget;
import hone.profiler.trial.TrialListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sides of a comparison in real processes of their own. */
@Timeout(300)
class CertifierTest {
    private static final TrialBudget SHORT = new TrialBudget(300_000_000L, 100_000_000L, 500_000_000L);

    private final SmallWorld world = new SmallWorld();
    private final TrialService trials = new TrialService(world.environment());
    private final TrialRequest request = world.request("simd,fuse", 16);

    @AfterEach
    void end() {
        world.close();
    }

    private RunReport live() {
        return trials.run(request, TrialListener.NONE, new LiveBlocks(Trial.mostBlocks()), new Cancellation());
    }

    @Test
    void threeProcessesOfEachSideCertify() {
        List<Double> fractions = new ArrayList<>();
        RunReport live = live();
        RunReport report = new Certifier(trials, TestWorker.command(), SHORT)
                .certify(
                        request,
                        live,
                        3,
                        (fraction, what, remaining) -> {
                            fractions.add(fraction);
                            assertTrue(what.startsWith("certifying: the "), what);
                            assertTrue(remaining >= 0);
                        },
                        new Cancellation());
        Certified certified = Objects.requireNonNull(report.certified());
        assertEquals(certified.forks(), certified.baseline().forkMedians().size());
        assertEquals(certified.forks(), certified.candidate().forkMedians().size());
        assertTrue(certified.forks() >= 3, certified.toString());
        assertTrue(
                certified.speedup().low() <= certified.speedup().median()
                        && certified.speedup().median() <= certified.speedup().high(),
                certified.toString());
        assertTrue(certified.speedup().median() > 0 && certified.baseline().median() > 0);
        assertEquals(certified.valid(), certified.reasons().isEmpty());
        assertTrue(
                certified.reasons().stream().noneMatch(reason -> reason.contains("other outputs")),
                certified.reasons().toString());
        assertTrue(fractions.size() >= 6 && fractions.getFirst() == 0, fractions.toString());
        assertEquals(report, RunReportJson.parse(RunReportJson.text(report), "here"));
        assertTrue(RunReportText.of(report).contains("processes a side"), RunReportText.of(report));
        assertEquals(live.candidate(), report.candidate());
    }

    @Test
    void aCancelledOneLeavesNoProcess() {
        Cancellation stop = new Cancellation();
        RunReport live = live();
        long before = ProcessHandle.current().children().count();
        assertThrows(
                Cancelled.class,
                () -> new Certifier(trials, TestWorker.command(), SHORT)
                        .certify(
                                request,
                                live,
                                3,
                                (fraction, _, _) -> {
                                    if (fraction > 0.1) {
                                        stop.cancel();
                                    }
                                },
                                stop));
        assertEquals(
                before,
                ProcessHandle.current()
                        .children()
                        .filter(ProcessHandle::isAlive)
                        .count());
    }

    @Test
    void aProcessThatEndsBadlyIsNamed() {
        List<String> broken = new ArrayList<>(TestWorker.command());
        broken.set(broken.size() - 1, "hone.profiler.NoSuchWorker");
        RunReport live = live();
        Unavailable thrown = assertThrows(
                Unavailable.class,
                () -> new Certifier(trials, broken, SHORT)
                        .certify(request, live, 3, (_, _, _) -> {}, new Cancellation()));
        assertTrue(thrown.getMessage().contains("NoSuchWorker"), thrown.getMessage());
        Unavailable nothing = assertThrows(
                Unavailable.class,
                () -> new Certifier(trials, List.of("/there/is/no/such/java"), SHORT)
                        .certify(request, live, 3, (_, _, _) -> {}, new Cancellation()));
        assertTrue(nothing.getMessage().contains("no process could be started"), nothing.getMessage());
        assertFalse(nothing.getMessage().contains("\n"));
    }

    @Test
    void tooFewProcessesAreRefused() {
        assertThrows(InvalidInput.class, () -> Certifier.requireForks(2));
        assertThrows(InvalidInput.class, () -> Certifier.requireForks(51));
        assertEquals(3, Certifier.requireForks(3));
    }
}
