package hone.profiler.report;

import java.util.Locale;

/** Numbers with units for people: three digits that count, and no locale's commas. */
public final class Units {
    private static final String[] TIME = {"ns", "µs", "ms", "s"};
    private static final String[] COUNT = {"", "k", "M", "G", "T"};
    private static final String[] BYTES = {"B", "KB", "MB", "GB", "TB"};

    private Units() {}

    /** "7.21 µs"; "—" where unknown. */
    public static String time(double nanos) {
        return scaled(nanos, TIME, 1000);
    }

    /** "437 KB", in steps of 1000; "—" where unknown. */
    public static String bytes(long bytes) {
        return scaled((double) bytes, BYTES, 1000);
    }

    /** "12.8 M". */
    public static String count(long count) {
        return count((double) count);
    }

    /** "12.8 M". */
    public static String count(double count) {
        return scaled(count, COUNT, 1000).strip();
    }

    /** "97.3 %"; "—" where unknown. */
    public static String percent(double share) {
        return Double.isNaN(share) ? "—" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** "1.83×". */
    public static String times(double ratio) {
        return Double.isNaN(ratio) ? "—" : threeDigits(ratio) + "×";
    }

    private static String scaled(double value, String[] units, double step) {
        if (!Double.isFinite(value)) {
            return "—";
        }
        int unit = 0;
        double rest = value;
        while (Math.abs(rest) >= 0.9995 * step && unit < units.length - 1) {
            rest /= step;
            unit++;
        }
        boolean whole = unit == 0 && rest == Math.rint(rest);
        return (whole ? String.valueOf((long) rest) : threeDigits(rest)) + " " + units[unit];
    }

    private static String threeDigits(double value) {
        double size = Math.abs(value);
        int decimals = size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
