package hone.app;

import hone.app.cli.RunInTerminal;
import hone.app.window.StudioWindow;
import hone.app.window.settings.SettingsStore;
import hone.app.window.settings.StudioLock;
import hone.engine.InvalidInput;
import hone.engine.IoReason;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.application.Platform;
import javafx.stage.Stage;

/** What starting the program without a verb does: open the studio, or run its main job in the terminal. */
public final class StudioStart {
    private static final String MODEL = "mlp";
    private static final String DATA = "generated";
    private static final String RECIPE = "simd,threads,int8,prune=0.7";

    private final PrintWriter out;
    private final PrintWriter err;

    public StudioStart(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Opens the studio and returns when it is closed; the exit code. */
    public int open() {
        Display display = Display.find();
        if (!display.available()) {
            return inTerminal(display.sentence());
        }
        Optional<String> refusal;
        Home home = Home.ofThisPerson().create();
        try (StudioLock _ = StudioLock.take(home.folder());
                Services services = Services.open();
                ExecutorService background = Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().name("hone-background").daemon().factory())) {
            refusal = show(services, home, background);
        } catch (IOException e) {
            throw new InvalidInput(
                    "the lock of the settings folder could not be given back",
                    home.folder().toString(),
                    IoReason.of(e));
        }
        return refusal.isEmpty() ? 0 : inTerminal(display.sentence() + " refused: " + refusal.get());
    }

    private int inTerminal(String reason) {
        err.println("hone: no window can open, because " + reason
                + "; running the same trial in the terminal: hone run " + MODEL + " --enable " + RECIPE);
        err.flush();
        return new RunInTerminal(out, err).run(MODEL, DATA, RECIPE, StudioBackend.BATCH);
    }

    /** Returns when the window is closed; why there is none, where the system named a display that does not answer. */
    private Optional<String> show(Services services, Home home, ExecutorService background) {
        StudioBackend backend = new StudioBackend(services, background);
        CountDownLatch closed = new CountDownLatch(1);
        Platform.setImplicitExit(false);
        try {
            Platform.startup(() -> {
                Stage stage = new Stage();
                StudioWindow window = new StudioWindow(stage, backend, new SettingsStore(home.folder()), background);
                stage.addEventHandler(javafx.stage.WindowEvent.WINDOW_HIDDEN, _ -> closed.countDown());
                window.show();
                StartupClock.windowShown(window.studio(), err);
            });
        } catch (UnsupportedOperationException e) {
            // JavaFX opens the display before it starts its thread, and says in this way that it could not.
            return Optional.of(String.valueOf(e.getMessage()));
        }
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Platform.exit();
        return Optional.empty();
    }
}
