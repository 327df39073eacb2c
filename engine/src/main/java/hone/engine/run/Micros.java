package hone.engine.run;

import java.util.Locale;

/** Predicted times in the planner's reasons: two significant digits, as the prediction deserves no more. */
final class Micros {
    private Micros() {}

    static String text(double nanos) {
        double micros = nanos / 1000;
        return String.format(Locale.ROOT, micros < 10 ? "%.1f µs" : "%.0f µs", micros);
    }
}
