package hone.engine.data;

import hone.engine.InvalidInput;
import java.util.List;

/**
 * How the columns of a table become numbers, as it was when a model learned from it; another table must have the same columns
 * to be shown to that model.
 *
 * @param columns in the table's order, the label among them
 * @param label place of the column that was learned
 * @param measured whether it holds measures instead of classes
 * @param classes its texts in ascending order, which are numbered by their places; empty where whole numbers are classes
 *     themselves, and for measures
 */
public record TableForm(List<Column> columns, int label, boolean measured, List<String> classes) {
    private static final int MOST_COLUMNS = 10_000;

    /**
     * One column.
     *
     * @param name from the header, or empty
     * @param categories texts, each of which became a feature; empty for numbers
     * @param divisor of a column of numbers, above 0
     */
    public record Column(String name, List<String> categories, double divisor) {
        /** @throws InvalidInput if the divisor is not above 0, or there are too many categories */
        public Column {
            categories = List.copyOf(categories);
            if (!(divisor > 0 && divisor < Double.POSITIVE_INFINITY) || categories.size() > CsvColumn.MOST_CATEGORIES) {
                throw new InvalidInput("a table's column cannot be used", name, "its divisor or categories are wrong");
            }
        }
    }

    /** @throws InvalidInput if there is no such label, or there are too many columns or classes */
    public TableForm {
        columns = List.copyOf(columns);
        classes = List.copyOf(classes);
        if (columns.size() > MOST_COLUMNS
                || label < 0
                || label >= columns.size()
                || classes.size() > CsvColumn.MOST_CATEGORIES) {
            throw new InvalidInput(
                    "a table's form cannot be used",
                    "",
                    columns.size() + " columns, the label at " + label + ", " + classes.size() + " classes");
        }
    }

    /** Where each column's features start; the label has none. The last entry is the number of features. */
    int[] offsets() {
        int[] offsets = new int[columns.size() + 1];
        for (int c = 0; c < columns.size(); c++) {
            int features =
                    c == label ? 0 : Math.max(1, columns.get(c).categories().size());
            offsets[c + 1] = offsets[c] + features;
        }
        return offsets;
    }
}
