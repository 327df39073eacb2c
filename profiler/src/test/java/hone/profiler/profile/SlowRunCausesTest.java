package hone.profiler.profile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.profiler.Disturbance;
import hone.profiler.recording.CandidateRecording;
import hone.profiler.service.CandidatePass;
import hone.profiler.service.SmallWorld;
import hone.profiler.service.TrialService;
import hone.profiler.timeline.Outlier;
import hone.profiler.timeline.Outliers;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Slow runs of a real recording, with a cause made on purpose: it is named. */
@Tag("slow")
class SlowRunCausesTest {
    private static final long NANOS = 1_500_000_000L;
    private static final int ATTEMPTS = 3;
    private static final Map<Outlier.Kind, Supplier<Disturbance>> MADE = new EnumMap<>(Map.of(
            Outlier.Kind.GC, Disturbance::collections,
            Outlier.Kind.SAFEPOINT, Disturbance::safepoints,
            Outlier.Kind.COMPILATION, Disturbance::compilations,
            Outlier.Kind.CONTENTION, Disturbance::load));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Outlier.Kind.class,
            names = {"GC", "SAFEPOINT", "COMPILATION", "CONTENTION"})
    void aCauseThatWasMadeIsNamed(Outlier.Kind kind) {
        Map<Outlier.Kind, Integer> named = new EnumMap<>(Outlier.Kind.class);
        for (int attempt = 0; attempt < ATTEMPTS && !named.containsKey(kind); attempt++) {
            named.clear();
            for (Outlier outlier :
                    record(Objects.requireNonNull(MADE.get(kind))).found()) {
                outlier.causes().forEach(cause -> named.merge(cause.kind(), 1, Integer::sum));
            }
        }
        System.out.println(kind + " made, causes of slow runs: " + named);
        assertTrue(named.containsKey(kind), kind + " is not among " + named);
    }

    private Outliers record(Supplier<Disturbance> made) {
        Path file = folder.resolve("small.jfr");
        try (SmallWorld world = new SmallWorld()) {
            Cancellation stop = new Cancellation();
            CandidatePass.of(new TrialService(world.environment()), world.request("simd", 64), stop, arm -> {
                try (Disturbance _ = made.get()) {
                    CandidateRecording.record(arm, file, NANOS, Optional.empty(), stop);
                }
                return file;
            });
        }
        return Profile.read(file).outliers();
    }
}
