package hone.visualizers;

import hone.profiler.report.Quality;
import hone.profiler.report.QualityChange;
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

    /** A quality to the digits of its interval: shares in percent, all else as numbers. */
    public static String quality(Quality quality) {
        double half = (quality.high() - quality.low()) / 2;
        return quality.isShare() ? percent(quality.value(), half) : number(quality.value(), half);
    }

    /** The interval of a quality, in the same way. */
    public static String qualityInterval(Quality quality) {
        double half = (quality.high() - quality.low()) / 2;
        return quality.isShare()
                ? percents(quality.low(), quality.high())
                : number(quality.low(), half) + "–" + number(quality.high(), half);
    }

    /** A paired change of such a quality, with its sign: in percentage points or as a number. */
    public static String qualityChange(Quality quality, QualityChange change) {
        double half = (change.high() - change.low()) / 2;
        return quality.isShare() ? points(change.difference(), half) : signed(change.difference(), decimals(half));
    }

    private static String number(double value, double uncertainty) {
        String text = String.format(Locale.ROOT, "%." + decimals(uncertainty) + "f", Math.abs(value));
        return value < 0 ? MINUS + text : text;
    }

    /** As many as show two digits of the uncertainty, four where it is unknown. */
    private static int decimals(double uncertainty) {
        return uncertainty > 0 && Double.isFinite(uncertainty)
                ? Math.clamp((long) Math.ceil(1 - Math.log10(uncertainty)), 0, 4)
                : 4;
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
