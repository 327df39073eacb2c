package hone.app.cli;

import hone.engine.Progress;
import hone.profiler.trial.TrialListener;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/** Progress on one line of the terminal that is written over; silent where nobody is looking. */
final class TerminalProgress implements Progress, TrialListener {
    private static final long EVERY_NANOS = 200_000_000L;

    private final PrintWriter err;
    private final boolean watched;
    private long lastNanos;
    private int width;

    TerminalProgress(PrintWriter err) {
        this.err = err;
        this.watched = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
    }

    @Override
    public void report(double fraction, String what) {
        show(String.format(Locale.ROOT, "%3.0f %%  %s", 100 * fraction, what));
    }

    @Override
    public void progress(double fraction, String what, long remainingNanos) {
        show(String.format(
                Locale.ROOT, "%3.0f %%  %s, %.0f s left", 100 * fraction, what, Math.ceil(remainingNanos / 1e9)));
    }

    private void show(String line) {
        long now = System.nanoTime();
        if (watched && now - lastNanos > EVERY_NANOS) {
            lastNanos = now;
            err.print('\r' + line + " ".repeat(Math.max(0, width - line.length())));
            err.flush();
            width = line.length();
        }
    }

    /** Clears the line. */
    void end() {
        if (watched && width > 0) {
            err.print('\r' + " ".repeat(width) + '\r');
            err.flush();
            width = 0;
        }
    }
}
