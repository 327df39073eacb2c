package hone.app.window;

import java.util.Arrays;
import java.util.Locale;
import javafx.animation.AnimationTimer;

/** Measures the time between the FX thread's pulses: what a person feels as a window that hangs. */
public final class FrameGaps {
    private static final int MOST = 100_000;

    private final double[] millis = new double[MOST];
    private int count;
    private long last;
    private final AnimationTimer timer = new AnimationTimer() {
        @Override
        public void handle(long now) {
            long read = System.nanoTime();
            if (last != 0 && count < MOST) {
                millis[count++] = (read - last) / 1e6;
            }
            last = read;
        }
    };

    /** Call on the FX thread. */
    public void start() {
        timer.start();
    }

    /** Call on the FX thread. */
    public void stop() {
        timer.stop();
    }

    public double max() {
        return Arrays.stream(millis, 0, count).max().orElse(0);
    }

    double percentile(double share) {
        double[] sorted = Arrays.copyOf(millis, count);
        Arrays.sort(sorted);
        return count == 0 ? 0 : sorted[Math.min(count - 1, (int) (share * count))];
    }

    public String summary() {
        return String.format(
                Locale.ROOT,
                "%d frame gaps: median %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms",
                count,
                percentile(0.5),
                percentile(0.99),
                percentile(0.999),
                max());
    }
}
