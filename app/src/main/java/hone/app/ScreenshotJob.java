package hone.app;

import hone.app.window.WindowSnapshot;
import hone.engine.InvalidInput;
import hone.engine.format.AtomicFile;
import hone.engine.technique.Recipe;
import hone.visualizers.theme.Theme;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.application.Platform;

/** Takes a picture of the window on JavaFX's headless platform, whether or not there is a display. */
public final class ScreenshotJob {
    private static final int SECONDS = 120;

    private final PrintWriter err;

    public ScreenshotJob(PrintWriter err) {
        this.err = err;
    }

    /** @throws InvalidInput if the picture cannot be written */
    public void take(Recipe recipe, Theme theme, int width, int height, double scale, Path file) {
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
        System.setProperty("java.awt.headless", "true");
        try (Services services = Services.open();
                ExecutorService background = Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().factory())) {
            Platform.setImplicitExit(false);
            Platform.startup(() -> {});
            err.println("hone: running the trial that the picture shows");
            err.flush();
            new WindowSnapshot(StudioStart.backend(services, background))
                    .take(recipe, theme, width, height, scale, file, SECONDS);
        } catch (IOException e) {
            throw new InvalidInput("cannot write the picture", file.toString(), AtomicFile.reason(e));
        } finally {
            Platform.exit();
        }
    }
}
