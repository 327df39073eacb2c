package hone.profiler.stats;

import hone.profiler.report.Verdict;
import java.util.Locale;

/**
 * A verdict on speed as one plain sentence that never shows more digits than its uncertainty supports: "About twice as
 * fast: 1.8–2.2×, 40 runs".
 */
public final class VerdictSentence {
    /** Beyond this half-width, as a share of the estimate, no single number is named. */
    private static final double TOO_WIDE_TO_NAME = 0.25;

    /** Ratios nearer to 1 than this read better in per cent. */
    private static final double NEAR_ONE = 0.1;

    private VerdictSentence() {}

    /**
     * @param verdict what the comparison came to
     * @param ratio baseline over candidate
     * @param noiseFloor 0.02 is 2 %
     * @param runs how many, as words: "40 runs"
     * @param unknownBecause why nothing can be said, as a clause: "the candidate was not steady"; used only then
     */
    public static String of(Verdict verdict, Interval ratio, double noiseFloor, String runs, String unknownBecause) {
        return switch (verdict) {
            case FASTER -> headline(ratio) + range(ratio) + "×, " + runs;
            case SLOWER -> headline(ratio) + range(ratio) + "× the speed, " + runs;
            case WITHIN_NOISE ->
                "No difference beyond noise: " + range(ratio) + "× with a noise floor of ±" + percent(noiseFloor) + ", "
                        + runs;
            case UNKNOWN -> "Not known: " + unknownBecause;
        };
    }

    private static String headline(Interval ratio) {
        double times = ratio.estimate();
        boolean faster = times > 1;
        if (ratio.halfWidth() > TOO_WIDE_TO_NAME * times) {
            return faster ? "Faster, by " : "Slower, at ";
        }
        if (Math.abs(times - 1) < NEAR_ONE) {
            return "About " + percent(Math.abs(times - 1)) + (faster ? " faster: " : " slower: ");
        }
        double factor = faster ? times : 1 / times;
        double factorHalfWidth = faster ? ratio.halfWidth() : ratio.halfWidth() / (times * times);
        String number = twoDigits(factor, decimals(factorHalfWidth));
        String words = number.equals("2") ? "twice" : number + " times";
        return faster ? "About " + words + " as fast: " : "Takes about " + words + " as long: ";
    }

    private static String range(Interval ratio) {
        int decimals = decimals(ratio.halfWidth());
        return fixed(ratio.low(), decimals) + "–" + fixed(ratio.high(), decimals);
    }

    /** Decimals down to the first digit that the half-width touches, two at most. */
    static int decimals(double halfWidth) {
        if (!(halfWidth > 0)) {
            return 2;
        }
        return (int) Math.clamp(Math.ceil(-Math.log10(halfWidth) - 1e-9), 0, 2);
    }

    private static String percent(double share) {
        double value = 100 * share;
        return (value < 0.95 ? fixed(value, 1) : fixed(value, 0)) + " %";
    }

    /** At most two digits that count and at most {@code decimals} places, without trailing zeros: "1.5", "2", "12". */
    private static String twoDigits(double value, int decimals) {
        int places = value < 9.95 ? Math.min(decimals, 1) : 0;
        double rounded = value < 99.5 ? value : roundedToTwoDigits(value);
        String text = fixed(rounded, places);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static double roundedToTwoDigits(double value) {
        double unit = Math.pow(10, Math.floor(Math.log10(value)) - 1);
        return Math.rint(value / unit) * unit;
    }

    private static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
