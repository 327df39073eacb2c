package hone.visualizers;

import java.util.Locale;

/**
 * Numbers as a person reads them: a sensible unit, and no digit finer than the uncertainty.
 *
 * <p>All methods write a point as decimal mark, as the sentences of engine and profiler do.
 */
public final class Figures {
    private static final String MINUS = "−";

    private Figures() {}

    /** A duration with its unit: "312 µs"; {@code uncertainty} is the half width of its interval, 0 if unknown. */
    public static String duration(double nanos, double uncertainty) {
        Unit unit = Unit.ofNanos(nanos);
        return unit.write(nanos, uncertainty) + " " + unit.symbol();
    }

    /** An interval of durations in one unit: "305–320 µs". */
    public static String durations(double low, double high) {
        Unit unit = Unit.ofNanos(high);
        double half = (high - low) / 2;
        return unit.write(low, half) + "–" + unit.write(high, half) + " " + unit.symbol();
    }

    /** Bytes in decimal units, three significant digits: "437 kB". */
    public static String bytes(long bytes) {
        Unit unit = Unit.ofBytes((double) bytes);
        return unit.write((double) bytes, 0) + " " + unit.symbol();
    }

    /** A count with thin spaces between thousands: "218 368". */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', '\u202f').replace("-", MINUS);
    }

    /** A large count with a decimal prefix: "14.0 M". */
    public static String amount(long value) {
        Unit unit = Unit.ofCount((double) value);
        String number = unit.write((double) value, 0);
        return unit.symbol().isEmpty() ? number : number + " " + unit.symbol();
    }

    /** A share as a percentage whose digits follow the uncertainty, both as fractions of 1: "97.4 %". */
    public static String percent(double share, double uncertainty) {
        return Unit.PERCENT.write(share, uncertainty) + " %";
    }

    /** An interval of shares in percent: "97.0–97.9 %". */
    public static String percents(double low, double high) {
        double half = (high - low) / 2;
        return Unit.PERCENT.write(low, half) + "–" + Unit.PERCENT.write(high, half) + " %";
    }

    /** A relative change with its sign, in whole percent, or one decimal below ten: "−68 %". */
    public static String change(double ratio) {
        double percent = (ratio - 1) * 100;
        return signed(percent, Math.abs(percent) < 9.95 ? 1 : 0) + " %";
    }

    /** A difference of shares in percentage points with its sign, to the first digit of the uncertainty: "−0.25 pp". */
    public static String points(double difference, double uncertainty) {
        int decimals = uncertainty > 0 ? Math.clamp((long) Math.ceil(-Math.log10(uncertainty * 100)), 0, 2) : 2;
        return signed(difference * 100, decimals) + " pp";
    }

    /** A factor: "3.1×". */
    public static String times(double factor) {
        return String.format(Locale.ROOT, factor < 9.95 ? "%.1f×" : "%.0f×", factor);
    }

    /** A number with sign and fixed decimals; a rounded zero has no sign. */
    static String signed(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", Math.abs(value));
        boolean zero = text.chars().allMatch(c -> c == '0' || c == '.');
        if (zero) {
            return text;
        }
        return (value < 0 ? MINUS : "+") + text;
    }
}
