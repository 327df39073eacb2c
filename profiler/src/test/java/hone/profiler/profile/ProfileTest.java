package hone.profiler.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.random.CounterRandom;
import hone.profiler.flame.CollapsedStacks;
import hone.profiler.recording.CandidateRecording;
import hone.profiler.service.CandidatePass;
import hone.profiler.service.SmallWorld;
import hone.profiler.service.TrialService;
import hone.profiler.timeline.ChromeTrace;
import hone.profiler.timeline.ChromeTraceTest;
import hone.profiler.timeline.Lane;
import hone.profiler.timeline.Outlier;
import hone.profiler.timeline.Outliers;
import hone.profiler.timeline.Span;
import hone.profiler.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One recording of a small model, with a thread beside it that asks for collections, read in all ways. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProfileTest {
    private static final long NANOS = 700_000_000L;
    private static final long BETWEEN_COLLECTIONS = 40_000_000L;

    private Path folder;

    private Path file;
    private Profile profile;

    @BeforeAll
    void record(@TempDir Path shared) throws InterruptedException {
        folder = shared;
        file = folder.resolve("small.jfr");
        AtomicBoolean over = new AtomicBoolean();
        Thread collector = new Thread(() -> {
            while (!over.get()) {
                System.gc();
                LockSupport.parkNanos(BETWEEN_COLLECTIONS);
            }
        });
        try (SmallWorld world = new SmallWorld()) {
            Cancellation stop = new Cancellation();
            CandidatePass.of(new TrialService(world.environment()), world.request("simd", 64), stop, arm -> {
                collector.start();
                CandidateRecording.record(arm, file, NANOS, Optional.of("hone.profiler.arm.OpenArm::checksum"), stop);
                over.set(true);
                return file;
            });
        } finally {
            over.set(true);
            collector.join();
        }
        profile = Profile.read(file);
    }

    @Test
    void stepsHoldLayersThatHoldOpsThatHoldKernels() {
        Timeline timeline = profile.timeline();
        assertTrue(timeline.steps().size() >= 3, () -> timeline.steps().size() + " steps");
        for (Span step : timeline.steps()) {
            assertEquals("step", step.kind());
            Set<String> ops = new TreeSet<>();
            for (Span layer : step.parts()) {
                assertTrue(layer.startNanos() >= step.startNanos() && layer.endNanos() <= step.endNanos());
                layer.parts().forEach(op -> {
                    ops.add(op.name());
                    assertEquals("kernel", op.parts().getFirst().kind());
                });
            }
            assertEquals(Set.of("fc1", "fc2", "fc3", "relu1", "relu2"), ops);
            assertTrue(step.endNanos() <= timeline.lengthNanos());
        }
        double share = profile.ops().stream().mapToDouble(OpShare::share).sum();
        assertEquals(1, share, 1e-6);
    }

    @Test
    void collectionsThatWereAskedForAreSeenAndExplainSlowRuns() {
        List<Span> pauses = profile.timeline().lane(Lane.GC);
        assertFalse(pauses.isEmpty());
        assertFalse(profile.timeline().lane(Lane.SAFEPOINT).isEmpty());
        Outliers outliers = profile.outliers();
        assertTrue(
                outliers.p99Nanos() > 0,
                () -> "too few runs: " + profile.timeline().steps().size());
        List<Outlier> met = outliers.found().stream()
                .filter(outlier -> pauses.stream().anyMatch(pause -> pause.overlapNanos(outlier.step()) > 0))
                .toList();
        assertFalse(met.isEmpty(), () -> "no slow run among " + pauses.size() + " pauses");
        met.forEach(outlier -> assertEquals("garbage collection", outlier.text()));
    }

    @Test
    void framesFormATreeThatReadsBackFromItsText() {
        assertTrue(profile.flame().samples() > 0, "no samples");
        assertEquals(
                profile.flame().root(),
                CollapsedStacks.parse(CollapsedStacks.text(profile.flame().root())));
    }

    @Test
    void theTraceHasTheFormatsSchema() throws IOException {
        Path trace = folder.resolve("trace.json");
        ChromeTrace.write(profile.timeline(), trace);
        assertTrue(ChromeTraceTest.checked(trace).containsAll(Set.of("M", "X")));
    }

    @Test
    void theRulesAreRunOverIt() {
        JmcRules rules = profile.rules();
        assertTrue(rules.satisfied() + rules.findings().size() > 0, rules::toString);
        assertEquals(List.of(), rules.failed());
        rules.findings().forEach(finding -> {
            assertFalse(finding.summary().isBlank(), finding::toString);
            assertTrue(finding.fromNanos() <= finding.toNanos(), finding::toString);
        });
    }

    @Test
    void theTextTellsWhereTheTimeGoes() {
        String text = ProfileText.of(profile);
        for (String part :
                List.of("Where the time goes", "fc1", "garbage collection", "Hottest", "Slow runs", "Rules")) {
            assertTrue(text.contains(part), text);
        }
    }

    @Test
    void aDamagedRecordingIsRefusedInASentence() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        CounterRandom random = new CounterRandom(1, 2, 3);
        int refused = 0;
        for (int i = 0; i < 12; i++) {
            byte[] bad = i < 6 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int flip = 0; i >= 6 && flip < 200; flip++) {
                bad[random.nextInt(Math.min(bad.length, 100_000))] ^= (byte) (1 + random.nextInt(255));
            }
            Path damaged = Files.write(folder.resolve("bad.jfr"), bad);
            try {
                Profile.read(damaged);
            } catch (InvalidInput e) {
                assertTrue(e.getMessage().contains("bad.jfr"), e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > 3, "only " + refused + " were refused");
        assertThrows(InvalidInput.class, () -> Profile.read(folder.resolve("none.jfr")));
    }
}
