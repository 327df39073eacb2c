package hone.engine.data;

import hone.engine.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What a table's columns are, from what their cells are and what the person asked for. */
final class CsvForm {
    private final String where;
    private final List<String> names;
    private final List<CsvColumn> columns;
    private final CsvOptions options;

    /**
     * @param names from the header; empty without one
     * @param columns that have seen all their cells
     */
    CsvForm(String where, List<String> names, List<CsvColumn> columns, CsvOptions options) {
        this.where = where;
        this.names = names;
        this.columns = columns;
        this.options = options;
    }

    /** @throws InvalidInput if there is no such label, or it cannot be learned as the person asked */
    TableForm found() {
        int label = labelColumn();
        boolean measured = measured(label);
        List<TableForm.Column> found = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
            CsvColumn column = columns.get(c);
            boolean texts = c != label && !column.isNumeric();
            found.add(new TableForm.Column(
                    names.isEmpty() ? "" : names.get(c),
                    texts ? column.categories() : List.of(),
                    divisor(c, label, measured)));
        }
        CsvColumn answers = columns.get(label);
        boolean named = !measured && !answers.numbersClasses();
        return new TableForm(found, label, measured, named ? answers.categories() : List.of());
    }

    /** @throws InvalidInput if this table cannot be read as a table of that form */
    void require(TableForm form) {
        if (columns.size() != form.columns().size()) {
            throw new InvalidInput(
                    "the data does not fit the model",
                    where,
                    "it has " + columns.size() + " columns, and the model learned from a table of "
                            + form.columns().size());
        }
        for (int c = 0; c < columns.size(); c++) {
            TableForm.Column due = form.columns().get(c);
            boolean otherName =
                    !names.isEmpty() && !due.name().isEmpty() && !names.get(c).equals(due.name());
            boolean numbers = c == form.label()
                    ? form.classes().isEmpty()
                    : due.categories().isEmpty();
            if (otherName || (numbers && !columns.get(c).isNumeric())) {
                throw new InvalidInput(
                        "the data does not fit the model",
                        where + ", column " + name(names, c),
                        otherName
                                ? "the model learned from \"" + due.name() + "\" in its place"
                                : "the model learned from numbers, and line "
                                        + columns.get(c).firstTextLine() + " has a text");
            }
        }
        if (!form.measured()
                && form.classes().isEmpty()
                && !columns.get(form.label()).numbersClasses()) {
            throw new InvalidInput(
                    "the data does not fit the model",
                    where + ", column " + name(names, form.label()),
                    "the model answers with classes, and these are measures");
        }
    }

    private int labelColumn() {
        String wanted = options.label();
        if (wanted.equals("last") || wanted.equals("first")) {
            return wanted.equals("first") ? 0 : columns.size() - 1;
        }
        int named = names.indexOf(wanted);
        if (named >= 0) {
            return named;
        }
        if (!wanted.matches("[1-9][0-9]{0,5}") || Integer.parseInt(wanted) > columns.size()) {
            throw new InvalidInput(
                    "cannot read the table",
                    where,
                    "no column is called or numbered \"" + wanted + "\"; it has " + columns.size() + " columns");
        }
        return Integer.parseInt(wanted) - 1;
    }

    private boolean measured(int label) {
        CsvColumn answers = columns.get(label);
        boolean tooMany = answers.isNumeric() && answers.hasTooManyTexts();
        String task = options.task();
        if (task.equals("regression") && !answers.isNumeric()) {
            throw new InvalidInput(
                    "cannot learn from the table",
                    where + ", line " + answers.firstTextLine() + ", column " + name(names, label),
                    "a measure is a finite number, and the cell is none");
        }
        if (task.equals("class") && tooMany && !answers.numbersClasses()) {
            throw new InvalidInput(
                    "cannot learn from the table",
                    where + ", column " + name(names, label),
                    "it has more than " + CsvColumn.MOST_CATEGORIES + " different numbers, too many for classes",
                    "write task=regression to learn them as measures");
        }
        return task.equals("regression") || (task.equals("auto") && answers.isNumeric() && !answers.numbersClasses());
    }

    /** Features of measures are standardized later, by the training part; so auto leaves them as they are. */
    private double divisor(int column, int label, boolean measured) {
        return switch (options.scale()) {
            case "auto" -> measured ? 1 : powerOfTwo(largest(label));
            case "none" -> 1;
            case "columns" ->
                powerOfTwo(columns.get(column).isNumeric() ? columns.get(column).magnitude() : 1);
            default -> CsvColumn.number(options.scale());
        };
    }

    private double largest(int label) {
        return IntStream.range(0, columns.size())
                .filter(c -> c != label && columns.get(c).isNumeric())
                .mapToDouble(c -> columns.get(c).magnitude())
                .max()
                .orElse(1);
    }

    /** The smallest power of two that is not below the magnitude; 1 for columns of zeros. */
    private static double powerOfTwo(double magnitude) {
        if (magnitude == 0) {
            return 1;
        }
        double power = Math.scalb(1.0, Math.getExponent(magnitude));
        return power < magnitude ? 2 * power : power;
    }

    /** What {@code auto} chose, as it is written. */
    String chosenScale(TableForm found) {
        double divisor = found.columns().get(found.label() == 0 ? 1 : 0).divisor();
        return options.scale().equals("auto") && divisor != 1 ? ",scale=" + plain(divisor) : "";
    }

    private static String plain(double number) {
        return number == Math.rint(number) && number < 1e15 ? Long.toString((long) number) : Double.toString(number);
    }

    /** A column's number from 1 and its name, for messages. */
    static String name(List<String> names, int column) {
        String name = names.isEmpty() ? "" : names.get(column);
        String shown = name.length() > 40 ? name.substring(0, 40) + "…" : name;
        return (column + 1) + (shown.isEmpty() ? "" : " (" + shown.replaceAll("\\p{Cntrl}", "?") + ")");
    }
}
