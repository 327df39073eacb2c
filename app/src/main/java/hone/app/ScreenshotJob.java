package hone.app;

import hone.app.window.StudioWindow;
import hone.app.window.WindowSnapshot;
import hone.app.window.settings.SettingsStore;
import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.technique.Recipe;
import hone.visualizers.theme.Theme;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.stage.Stage;
import javafx.util.Duration;

/** Takes a picture of the window on JavaFX's headless platform, whether or not there is a display. */
public final class ScreenshotJob {
    private static final int SECONDS = 120;

    private final PrintWriter err;

    public ScreenshotJob(PrintWriter err) {
        this.err = err;
    }

    /** @throws InvalidInput if the picture cannot be written, or no such model ships */
    public void take(String model, Recipe recipe, Theme theme, int width, int height, double scale, Path file) {
        headless();
        try (Services services = Services.open();
                ExecutorService background = Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().factory())) {
            Platform.setImplicitExit(false);
            Platform.startup(() -> {});
            err.println("hone: running the trial that the picture shows");
            err.flush();
            new WindowSnapshot(new StudioBackend(services, background))
                    .take(model, recipe, theme, width, height, scale, file, SECONDS);
        } catch (IOException e) {
            throw new InvalidInput("cannot write the picture", file.toString(), IoReason.of(e));
        } finally {
            Platform.exit();
        }
    }

    /** Opens the window on the headless platform, lets it draw a few frames, and closes it without waiting for a trial. */
    public void rehearse() {
        headless();
        Path folder = temporaryFolder();
        try (Services services = Services.open();
                ExecutorService background = Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().factory())) {
            StudioBackend backend = new StudioBackend(services, background);
            CountDownLatch closed = new CountDownLatch(1);
            Platform.setImplicitExit(false);
            Platform.startup(() -> {
                Stage stage = new Stage();
                StudioWindow window = new StudioWindow(stage, backend, new SettingsStore(folder), background);
                window.show();
                PauseTransition frames = new PauseTransition(Duration.seconds(1));
                frames.setOnFinished(_ -> {
                    window.studio().cancel();
                    stage.hide();
                    closed.countDown();
                });
                frames.play();
            });
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Platform.exit();
        }
    }

    private static void headless() {
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
        System.setProperty("java.awt.headless", "true");
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("hone-rehearsal");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new InvalidInput("cannot make a temporary folder", "", IoReason.of(e));
        }
    }
}
