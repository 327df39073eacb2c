package hone.app.window;

import hone.app.window.model.Setting;
import hone.app.window.model.StudioViewModel;
import hone.app.window.port.StudioPort;
import hone.app.window.view.ModelChooser;
import hone.engine.HoneException;
import hone.engine.Unavailable;
import hone.engine.technique.Recipe;
import hone.visualizers.chart.ExportDesk;
import hone.visualizers.theme.Theme;
import hone.visualizers.theme.ThemeFonts;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.animation.PauseTransition;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.util.Duration;
import javax.imageio.ImageIO;

/**
 * A picture of the real window with a real trial in it, taken offscreen: the same scene as on a stage, in any size.
 */
public final class WindowSnapshot {
    private static final Duration SETTLE = Duration.millis(400);

    private final StudioPort port;
    private final FxThread fxThread = new FxThread();

    public WindowSnapshot(StudioPort port) {
        this.port = port;
    }

    /**
     * Runs one trial of a recipe and takes the picture when it has ended; call on any thread but the FX thread, with
     * the toolkit running.
     *
     * @param model id of the model
     * @param recipe of the candidate
     * @param scale pixels per unit of the scene
     * @throws Unavailable if the trial does not end in the given time
     */
    public void take(
            String model, Recipe recipe, Theme theme, int width, int height, double scale, Path out, int seconds)
            throws IOException {
        var taken = new CompletableFuture<BufferedImage>();
        fxThread.execute(() -> open(model, recipe, theme, width, height, scale, taken));
        BufferedImage image;
        try {
            image = taken.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new Unavailable("the screenshot", "the trial had no result within " + seconds + " s", "");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HoneException declared) {
                throw declared;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("the screenshot", "it was interrupted", "");
        }
        if (!ImageIO.write(image, "png", out.toFile())) {
            throw new IOException("no PNG encoder in this Java runtime");
        }
    }

    private void open(
            String model,
            Recipe recipe,
            Theme theme,
            int width,
            int height,
            double scale,
            CompletableFuture<BufferedImage> taken) {
        try {
            ThemeFonts.register();
            var studio = new StudioViewModel(
                    port,
                    fxThread,
                    new Setting(model, recipe, Recipe.NONE, port.workload(model).batch()));
            var content = new StudioScene(studio, new NoDesk(), ModelChooser.NONE, width, height);
            content.themeProperty().set(theme);
            var settle = new PauseTransition(SETTLE);
            settle.setOnFinished(_ -> {
                boolean measured = studio.reportProperty().get().isPresent();
                if (measured && !content.isSettled()) {
                    settle.playFromStart();
                    return;
                }
                if (measured) {
                    taken.complete(pixels(content, scale));
                } else {
                    taken.completeExceptionally(noResult(studio));
                }
                content.stop();
            });
            studio.run();
            studio.runningProperty().subscribe(running -> {
                if (running.isEmpty()) {
                    settle.playFromStart();
                }
            });
        } catch (RuntimeException e) {
            taken.completeExceptionally(e);
        }
    }

    private static Unavailable noResult(StudioViewModel studio) {
        String why =
                studio.noticeProperty().get().map(notice -> notice.sentence()).orElse("it was stopped");
        return new Unavailable("the screenshot", "the trial had no result: " + why, "");
    }

    /** The scene as it looks now. */
    static BufferedImage pixels(StudioScene content, double scale) {
        WritableImage image = ScaledScene.snapshot(content.scene(), scale);
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] argb = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), argb, 0, width);
        var pixels = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        pixels.setRGB(0, 0, width, height, argb, 0, width);
        return pixels;
    }

    /** A screenshot exports nothing. */
    private static final class NoDesk implements ExportDesk {
        @Override
        public Optional<Path> choose(String suggestedName) {
            return Optional.empty();
        }

        @Override
        public void save(Path file, Writing writing) {}

        @Override
        public void copy(String text) {}
    }
}
