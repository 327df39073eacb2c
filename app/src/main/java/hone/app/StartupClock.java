package hone.app;

import hone.app.window.model.StudioViewModel;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import javafx.animation.AnimationTimer;

/**
 * Says how long the program took to show its window and its first measured samples, when {@code HONE_STARTUP} asks for
 * it: figures, not a promise.
 */
final class StartupClock {
    private StartupClock() {}

    /** To be called on the FX thread as soon as the window is on show. */
    static void windowShown(StudioViewModel studio, PrintWriter err) {
        if (System.getenv("HONE_STARTUP") == null) {
            return;
        }
        say("window shown", err);
        new AnimationTimer() {
            @Override
            public void handle(long now) {
                boolean live = studio.runningProperty()
                        .get()
                        .filter(trial -> trial.trace().blocks() > 0)
                        .isPresent();
                if (live || studio.reportProperty().get().isPresent()) {
                    say("first measured samples on show", err);
                    stop();
                }
            }
        }.start();
    }

    private static void say(String what, PrintWriter err) {
        long millis = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        err.printf(Locale.ROOT, "hone: %s %d ms after the Java program began%n", what, millis);
        err.flush();
    }
}
