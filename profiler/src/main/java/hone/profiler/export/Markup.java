package hone.profiler.export;

import java.util.Locale;

/** Markup as text: whatever stands in a report can be nothing but text or an attribute's value in it. */
final class Markup {
    private Markup() {}

    /** A text with everything escaped that means something, and without what XML does not allow. */
    static String text(String plain) {
        StringBuilder safe = new StringBuilder(plain.length() + 16);
        plain.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(allowed(c) ? c : 0xFFFD);
            }
        });
        return safe.toString();
    }

    /** JSON as text; what XML does not allow is written as JSON's own escape, so that it reads back equal. */
    static String json(String json) {
        StringBuilder safe = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (allowed(c)) {
                safe.appendCodePoint(c);
            } else {
                safe.append(String.format(Locale.ROOT, "\\u%04x", c));
            }
        });
        return text(safe.toString());
    }

    private static boolean allowed(int c) {
        return c == '\t' || c == '\n' || (c >= 0x20 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) || c >= 0x10000;
    }

    /** A place on a picture: two decimals, with a point. */
    static String place(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
