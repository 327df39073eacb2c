package hone.profiler.export;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rows of comma-separated values as RFC 4180 has them. A cell that a spreadsheet would take for a formula is quoted, with
 * an apostrophe before it.
 */
final class CsvText {
    private final StringBuilder text = new StringBuilder();

    CsvText row(Object... cells) {
        text.append(Stream.of(cells).map(CsvText::cell).collect(Collectors.joining(",")))
                .append("\r\n");
        return this;
    }

    private static String cell(Object value) {
        String plain = String.valueOf(value);
        if (value instanceof Number) {
            return plain; // a minus before a number is no formula
        }
        boolean formula = !plain.isEmpty() && "=+-@\t\r".indexOf(plain.charAt(0)) >= 0;
        boolean quoted = formula || plain.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        String safe = (formula ? "'" : "") + plain.replace("\"", "\"\"");
        return quoted ? '"' + safe + '"' : safe;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
