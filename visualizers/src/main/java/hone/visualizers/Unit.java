package hone.visualizers;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A unit to write a quantity in.
 *
 * @param symbol as written after the number
 * @param size how many base units it holds: 1000 for µs over ns
 */
public record Unit(String symbol, double size) {
    /** Shares between 0 and 1, written in percent. */
    static final Unit PERCENT = new Unit("%", 0.01);

    private static final int SIGNIFICANT = 3;

    /** The unit in which a duration in nanoseconds has one to three digits before the point. */
    public static Unit ofNanos(double nanos) {
        return pick(nanos, "ns", "µs", "ms", "s");
    }

    /** The decimal unit of a number of bytes. */
    public static Unit ofBytes(double bytes) {
        return pick(bytes, "B", "kB", "MB", "GB", "TB");
    }

    /** The decimal prefix of a count. */
    public static Unit ofCount(double count) {
        return pick(count, "", "k", "M", "G", "T");
    }

    private static Unit pick(double value, String... symbols) {
        double size = 1;
        int at = 0;
        while (at < symbols.length - 1 && Math.abs(value) >= 999.5 * size) {
            size *= 1000;
            at++;
        }
        return new Unit(symbols[at], size);
    }

    /** The value in this unit, to the first digit of the uncertainty, at least two and at most three digits long. */
    public String write(double value, double uncertainty) {
        double scaled = value / size;
        if (!Double.isFinite(scaled)) {
            return "?";
        }
        if (scaled == Math.rint(scaled) && size == 1) {
            return plain(scaled, 0);
        }
        int places = SIGNIFICANT - 1 - exponent(scaled);
        if (uncertainty > 0) {
            int most = size == PERCENT.size ? 2 : Math.max(places, 0);
            int least = Math.min(1 - exponent(scaled), most);
            places = Math.clamp(-exponent(uncertainty / size), least, most);
        }
        return plain(scaled, places);
    }

    /** Of the power of ten before the first digit, once the value is rounded: 0.9996 is 1.00. */
    private static int exponent(double value) {
        if (value == 0) {
            return 0;
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(SIGNIFICANT));
        return rounded.precision() - rounded.scale() - 1;
    }

    private static String plain(double value, int places) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_UP);
        return rounded.setScale(Math.max(places, 0), RoundingMode.HALF_UP)
                .toPlainString()
                .replace('-', '−');
    }
}
