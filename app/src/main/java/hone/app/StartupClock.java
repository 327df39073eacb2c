package hone.app;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Says how long the program took to show its window, when {@code HONE_STARTUP} asks for it: a figure, not a promise. */
final class StartupClock {
    private StartupClock() {}

    static void windowShown(PrintWriter err) {
        if (System.getenv("HONE_STARTUP") != null) {
            long millis = System.currentTimeMillis()
                    - ManagementFactory.getRuntimeMXBean().getStartTime();
            err.printf(Locale.ROOT, "hone: window shown %d ms after the Java program began%n", millis);
            err.flush();
        }
    }
}
