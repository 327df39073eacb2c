package hone.engine.data;

import hone.engine.InvalidInput;
import java.util.ArrayList;
import java.util.List;

/**
 * The records of a CSV text one after the other: cells between separators, in double quotes where they hold a separator,
 * a line end or a quote, which is then doubled (RFC 4180). Lines end with LF or CRLF; empty lines are passed over.
 */
final class CsvRecords {
    /** The longest cell, in characters. */
    static final int LONGEST_CELL = 1 << 20;

    /** The most columns. */
    static final int MOST_COLUMNS = 10_000;

    private static final char[] SEPARATORS = {',', ';', '\t'};

    private final String where;
    private final String text;
    private final char separator;
    private final List<String> cells = new ArrayList<>();
    private int at;
    /** Line of the next character, from 1. */
    private int nextLine = 1;

    private int line;

    /**
     * @param where the file, for messages
     * @param text all of it; the separator is whichever of comma, semicolon and tab its first line has most of
     */
    CsvRecords(String where, String text) {
        this.where = where;
        this.text = text;
        this.separator = separator(text);
    }

    private static char separator(String text) {
        int[] counts = new int[SEPARATORS.length];
        boolean quoted = false;
        for (int i = 0; i < text.length() && (quoted || text.charAt(i) != '\n'); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"';
            for (int s = 0; s < SEPARATORS.length && !quoted; s++) {
                counts[s] += c == SEPARATORS[s] ? 1 : 0;
            }
        }
        int most = 0;
        for (int s = 1; s < SEPARATORS.length; s++) {
            most = counts[s] > counts[most] ? s : most;
        }
        return SEPARATORS[most];
    }

    /** Reads the next record; false at the end. */
    boolean next() {
        cells.clear();
        while (at < text.length() && (text.charAt(at) == '\n' || text.startsWith("\r\n", at))) {
            at += text.charAt(at) == '\n' ? 1 : 2;
            nextLine++;
        }
        if (at >= text.length()) {
            return false;
        }
        line = nextLine;
        while (true) {
            if (cells.size() == MOST_COLUMNS) {
                throw refusal("it has more than " + MOST_COLUMNS + " cells");
            }
            cells.add(cell());
            if (at >= text.length()) {
                return true;
            }
            char end = text.charAt(at++);
            if (end == '\n') {
                nextLine++;
                return true;
            }
        }
    }

    /** The cells of the record that was read last; they change with the next. */
    List<String> cells() {
        return cells;
    }

    /** The line the record starts in, from 1. */
    int line() {
        return line;
    }

    /** An error about the record that was read last. */
    InvalidInput refusal(String why) {
        return new InvalidInput("cannot read the table", where + ", line " + line, why);
    }

    /** Reads one cell and stops at its separator, line feed or the end of the text. */
    private String cell() {
        return at < text.length() && text.charAt(at) == '"' ? quotedCell() : plainCell();
    }

    private String plainCell() {
        int from = at;
        while (at < text.length() && text.charAt(at) != separator && text.charAt(at) != '\n') {
            if (text.charAt(at) == '"') {
                throw refusal("cell " + (cells.size() + 1) + " has a quote within it but does not start with one");
            }
            at++;
        }
        checkLength(at - from);
        boolean carriage = at > from && text.charAt(at - 1) == '\r' && (at == text.length() || text.charAt(at) == '\n');
        String cell = text.substring(from, carriage ? at - 1 : at);
        if (cell.indexOf('\r') >= 0 || cell.indexOf('\0') >= 0) {
            throw refusal("cell " + (cells.size() + 1) + " holds a control character");
        }
        return cell;
    }

    private String quotedCell() {
        StringBuilder cell = new StringBuilder();
        at++;
        while (true) {
            int quote = text.indexOf('"', at);
            if (quote < 0) {
                throw refusal("the quote that opens cell " + (cells.size() + 1) + " is never closed");
            }
            checkLength(cell.length() + quote - at);
            cell.append(text, at, quote);
            at = quote + 1;
            if (at < text.length() && text.charAt(at) == '"') {
                cell.append('"');
                at++;
            } else {
                break;
            }
        }
        nextLine += (int) cell.chars().filter(c -> c == '\n').count();
        if (text.startsWith("\r\n", at) || (at == text.length() - 1 && text.charAt(at) == '\r')) {
            at++;
        }
        if (at < text.length() && text.charAt(at) != separator && text.charAt(at) != '\n') {
            throw refusal("cell " + (cells.size() + 1) + " goes on after its closing quote");
        }
        return cell.toString();
    }

    private void checkLength(int length) {
        if (length > LONGEST_CELL) {
            throw refusal("cell " + (cells.size() + 1) + " has " + length + " characters, above the limit of "
                    + LONGEST_CELL);
        }
    }
}
