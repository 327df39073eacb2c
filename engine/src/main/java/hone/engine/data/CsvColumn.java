package hone.engine.data;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What the cells of one CSV column are, found by looking at all of them: numbers, or names of a few categories. */
final class CsvColumn {
    /** A column has at most so many different texts. */
    static final int MOST_CATEGORIES = 256;

    private static final int LONGEST_NUMBER = 64;

    private boolean numeric = true;
    private boolean whole = true;
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;
    private int firstTextLine;
    private int emptyLine;
    private final TreeSet<String> texts = new TreeSet<>();
    private boolean tooManyTexts;

    /** The number a cell says, or NaN if it says none; infinities are none. */
    static double number(String cell) {
        String text = cell.strip();
        if (text.isEmpty() || text.length() > LONGEST_NUMBER || !isNumberStart(text)) {
            return Double.NaN;
        }
        try {
            double value = Double.parseDouble(text);
            return Double.isInfinite((float) value) ? Double.NaN : value;
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    /** Java reads "0x1p3", "1d" and "Infinity" as numbers; in a table they are texts. */
    private static boolean isNumberStart(String text) {
        return text.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0);
    }

    /** Takes a cell into account. */
    void add(String cell, int line) {
        double value = number(cell);
        if (Double.isNaN(value)) {
            numeric = false;
            firstTextLine = firstTextLine == 0 ? line : firstTextLine;
            emptyLine = emptyLine == 0 && cell.isBlank() ? line : emptyLine;
        } else {
            whole &= value == Math.rint(value);
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        if (texts.size() < MOST_CATEGORIES) {
            texts.add(cell.strip());
        } else {
            tooManyTexts |= !texts.contains(cell.strip());
        }
    }

    boolean isNumeric() {
        return numeric;
    }

    /** Whether all numbers are whole and within 0 … 255, so that they can name classes themselves. */
    boolean numbersClasses() {
        return numeric && whole && least >= 0 && most < MOST_CATEGORIES;
    }

    /** Whether all cells are whole numbers. */
    boolean isWhole() {
        return numeric && whole;
    }

    double most() {
        return most;
    }

    /** The largest absolute value of a numeric column. */
    double magnitude() {
        return Math.max(Math.abs(least), Math.abs(most));
    }

    /** The different texts in ascending order. */
    List<String> categories() {
        return new ArrayList<>(texts);
    }

    boolean hasTooManyTexts() {
        return tooManyTexts;
    }

    /** The line of the first cell that is no number, or 0. */
    int firstTextLine() {
        return firstTextLine;
    }

    /** The line of the first blank cell, or 0. */
    int emptyLine() {
        return emptyLine;
    }
}
