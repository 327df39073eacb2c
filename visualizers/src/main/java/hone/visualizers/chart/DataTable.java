package hone.visualizers.chart;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The figures of a picture as plain rows.
 *
 * @param name for file names and headings: "latency"
 * @param columns headings with units
 * @param rows cells as text, each row as long as the headings
 */
public record DataTable(String name, List<String> columns, List<List<String>> rows) {
    private static final String STARTS_A_FORMULA = "=+-@\t\r";

    public DataTable {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        int width = columns.size();
        for (List<String> row : rows) {
            if (row.size() != width) {
                throw new IllegalArgumentException("row has " + row.size() + " cells, table has " + width + " columns");
            }
        }
    }

    /** As RFC 4180 writes it; a text cell that a spreadsheet would run as a formula gets an apostrophe in front. */
    public String csv() {
        return line(columns) + rows.stream().map(DataTable::line).collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return cells.stream().map(DataTable::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        boolean formula = !text.isEmpty() && STARTS_A_FORMULA.indexOf(text.charAt(0)) >= 0 && !isNumber(text);
        String safe = formula ? "'" + text : text;
        boolean quote = formula || safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quote ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    private static boolean isNumber(String text) {
        return text.matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
    }
}
