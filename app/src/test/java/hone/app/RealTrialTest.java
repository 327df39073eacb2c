package hone.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.app.window.FrameGaps;
import hone.app.window.StudioWindow;
import hone.app.window.model.StudioViewModel;
import hone.app.window.port.RunningTrial;
import hone.app.window.settings.SettingsStore;
import hone.profiler.job.JobService;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/** The whole studio with real trials of the real model: prints how soon it is live, its frame gaps, how soon it stops. */
@ExtendWith(ApplicationExtension.class)
@Timeout(180)
class RealTrialTest {
    private static final double HANG_MILLIS = 1000;
    private static final int TRIALS = 8;
    private static final int CANCELS = 20;

    @Test
    @Tag("slow")
    void printsHowSoonItIsLiveItsFrameGapsAndHowSoonItStops(@TempDir Path folder) throws Exception {
        var gaps = new FrameGaps();
        try (Services services = Services.open();
                ExecutorService background = Executors.newSingleThreadExecutor()) {
            Stage stage = FxToolkit.registerStage(Stage::new);
            long start = System.nanoTime();
            StudioViewModel studio = WaitForAsyncUtils.waitForAsyncFx(30_000, () -> {
                var window = new StudioWindow(
                        stage, new StudioBackend(services, background), new SettingsStore(folder), background);
                window.show();
                return window.studio();
            });
            double live = millisUntil(start, () -> blocks(studio) > 0);
            WaitForAsyncUtils.waitForAsyncFx(5_000, gaps::start);
            untilIdle(studio);
            System.out.printf(
                    Locale.ROOT,
                    "studio, real trials: first samples after %.0f ms, first verdict after %.0f ms%n",
                    live,
                    (System.nanoTime() - start) / 1e6);
            assertTrue(studio.reportProperty().get().isPresent());
            for (int i = 0; i < TRIALS; i++) {
                int batch = i % 2 == 0 ? 64 : 256;
                WaitForAsyncUtils.waitForAsyncFx(5_000, () -> studio.batch(batch));
                untilIdle(studio);
            }
            WaitForAsyncUtils.waitForAsyncFx(5_000, gaps::stop);
            System.out.println("studio, real trials: " + gaps.summary());
            printCancels(studio, services.jobs());
            WaitForAsyncUtils.waitForAsyncFx(10_000, stage::hide);
            assertTrue(gaps.max() < HANG_MILLIS, gaps.summary());
        }
    }

    /** The longest time, of several, from asking a trial to stop until the window says so, and until its thread is free. */
    private static void printCancels(StudioViewModel studio, JobService jobs) throws Exception {
        double acknowledged = 0;
        double ended = 0;
        for (int i = 0; i < CANCELS; i++) {
            WaitForAsyncUtils.waitForAsyncFx(5_000, studio::run);
            Thread.sleep(137L * i % 1000);
            long asked = System.nanoTime();
            WaitForAsyncUtils.waitForAsyncFx(5_000, studio::cancel);
            assertTrue(studio.runningProperty().get().isEmpty());
            acknowledged = Math.max(acknowledged, (System.nanoTime() - asked) / 1e6);
            long free =
                    jobs.exclusive("the clock", _ -> System.nanoTime()).result().get(10, TimeUnit.SECONDS);
            ended = Math.max(ended, (free - asked) / 1e6);
        }
        System.out.printf(
                Locale.ROOT,
                "studio, real trials: of %d cancels the latest was acknowledged after %.0f ms, its trial ended after %.0f ms%n",
                CANCELS,
                acknowledged,
                ended);
        assertTrue(ended < HANG_MILLIS, ended + " ms");
    }

    private static int blocks(StudioViewModel studio) {
        Optional<RunningTrial> running = studio.runningProperty().get();
        return running.map(trial -> trial.trace().blocks()).orElse(0);
    }

    private static double millisUntil(long start, BooleanSupplier done) throws Exception {
        WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, done::getAsBoolean);
        return (System.nanoTime() - start) / 1e6;
    }

    private static void untilIdle(StudioViewModel studio) throws Exception {
        WaitForAsyncUtils.waitFor(
                60, TimeUnit.SECONDS, () -> studio.runningProperty().get().isEmpty());
    }
}
