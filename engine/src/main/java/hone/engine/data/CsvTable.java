package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.OverBudget;
import hone.engine.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads a table of one sample a line. A column whose cells are all numbers is a feature; one of texts becomes a feature
 * for each different text, 1 where it stands and 0 elsewhere. The label's texts are numbered in ascending order; whole
 * numbers from 0 to 255 are classes themselves.
 *
 * <p>The text is gone through twice, first to learn what the columns are and then to fill the samples, so that no cell is
 * kept.
 */
final class CsvTable {
    /** The largest file that is read: 512 MiB. */
    static final long MOST_BYTES = 1L << 29;

    private static final int REPORT_EVERY = 1 << 12;

    private final String where;
    private final String text;
    private final CsvOptions options;
    private final List<CsvColumn> columns = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private boolean hasHeader;
    private int rows;
    private int label;

    private CsvTable(String where, String text, CsvOptions options) {
        this.where = where;
        this.text = text;
        this.options = options;
    }

    /**
     * Reads a table whose label is a class.
     *
     * @param id the samples' id; the scale that {@code auto} chose is added to it
     * @throws InvalidInput if the file is missing, damaged, no such table, or measures instead of classes are to be learned
     * @throws OverBudget if the samples would not fit into the heap
     */
    static LabelledImages read(String id, Path path, CsvOptions options, Progress progress, Cancellation cancellation) {
        CsvTable table = new CsvTable(path.toString(), Utf8Text.read(path, "the table", MOST_BYTES), options);
        table.survey(cancellation);
        return table.samples(id, progress, cancellation);
    }

    private void survey(Cancellation cancellation) {
        hasHeader = options.header().equals("yes") || (options.header().equals("auto") && looksLikeHeader());
        CsvRecords records = new CsvRecords(where, text);
        if (hasHeader && records.next()) {
            records.cells().forEach(name -> names.add(name.strip()));
        }
        while (records.next()) {
            if (columns.isEmpty()) {
                int width = names.isEmpty() ? records.cells().size() : names.size();
                IntStream.range(0, width).forEach(_ -> columns.add(new CsvColumn()));
            }
            if (records.cells().size() != columns.size()) {
                throw records.refusal(
                        "it has " + records.cells().size() + " cells, and the lines before it " + columns.size());
            }
            for (int c = 0; c < columns.size(); c++) {
                columns.get(c).add(records.cells().get(c), records.line());
            }
            if (++rows % REPORT_EVERY == 0) {
                cancellation.check("reading the table");
            }
        }
        if (rows == 0) {
            throw new InvalidInput("cannot read the table", where, "it holds no samples");
        }
        if (columns.size() < 2) {
            throw new InvalidInput("cannot read the table", where, "one column cannot hold both features and a label");
        }
        label = labelColumn();
        checkColumns();
    }

    /** A first line without any number, above a second line with one. */
    private boolean looksLikeHeader() {
        CsvRecords records = new CsvRecords(where, text);
        return records.next()
                && records.cells().stream().allMatch(cell -> Double.isNaN(CsvColumn.number(cell)))
                && records.next()
                && records.cells().stream().anyMatch(cell -> !Double.isNaN(CsvColumn.number(cell)));
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

    private void checkColumns() {
        for (int c = 0; c < columns.size(); c++) {
            CsvColumn column = columns.get(c);
            if (column.emptyLine() > 0) {
                throw columnRefusal(c, column.emptyLine(), "the cell is empty");
            }
            if (!column.isNumeric() && column.hasTooManyTexts()) {
                throw columnRefusal(
                        c,
                        column.firstTextLine(),
                        "the cell is no finite number, and the column has more than " + CsvColumn.MOST_CATEGORIES
                                + " different texts");
            }
        }
        CsvColumn classes = columns.get(label);
        boolean measures = classes.isNumeric() && !classes.numbersClasses();
        boolean tooMany = classes.isWhole() && classes.hasTooManyTexts();
        if (options.task().equals("regression") || (measures && !(options.task().equals("class") && !tooMany))) {
            throw new InvalidInput(
                    "cannot learn from the table",
                    where + ", column " + name(label),
                    "its numbers are measures (up to " + classes.most() + "), not classes, and no model here learns"
                            + " measures yet",
                    "choose a column of classes with label=, or write task=class for at most "
                            + CsvColumn.MOST_CATEGORIES + " different numbers");
        }
    }

    private InvalidInput columnRefusal(int column, int line, String why) {
        return new InvalidInput("cannot read the table", where + ", line " + line + ", column " + name(column), why);
    }

    private String name(int column) {
        String name = names.isEmpty() ? "" : names.get(column);
        String shown = name.length() > 40 ? name.substring(0, 40) + "…" : name;
        return (column + 1) + (shown.isEmpty() ? "" : " (" + shown.replaceAll("\\p{Cntrl}", "?") + ")");
    }

    private LabelledImages samples(String id, Progress progress, Cancellation cancellation) {
        int[] offsets = offsets();
        int width = offsets[columns.size()];
        long numbers = (long) rows * width;
        long heap = Runtime.getRuntime().maxMemory();
        if (numbers > Integer.MAX_VALUE - 8 || numbers * Float.BYTES > heap / 2) {
            throw new OverBudget(
                    "reading " + where, numbers * Float.BYTES, heap / 2, "start Hone with a larger heap (-Xmx)");
        }
        double[] divisors = divisors();
        List<Map<String, Integer>> categories =
                columns.stream().map(CsvTable::numbered).toList();
        float[] values = new float[(int) numbers];
        byte[] labels = new byte[rows];
        CsvRecords records = new CsvRecords(where, text);
        if (hasHeader) {
            records.next();
        }
        for (int row = 0; records.next(); row++) {
            for (int c = 0; c < columns.size(); c++) {
                String cell = records.cells().get(c).strip();
                int at = row * width + offsets[c];
                if (c == label) {
                    labels[row] = (byte) classOf(cell, categories.get(c));
                } else if (columns.get(c).isNumeric()) {
                    values[at] = (float) (CsvColumn.number(cell) / divisors[c]);
                    if (!Float.isFinite(values[at])) {
                        throw columnRefusal(c, records.line(), "divided by " + divisors[c] + " it is beyond float32");
                    }
                } else {
                    values[at + categories.get(c).getOrDefault(cell, 0)] = 1;
                }
            }
            if (row % REPORT_EVERY == 0) {
                cancellation.check("reading the table");
                progress.report((double) row / rows, "reading the table");
            }
        }
        return LabelledImages.wrapNumbers(id + chosenScale(divisors), 1, width, classes(), values, labels);
    }

    /** Where each column's features start; the label has none. The last entry is the number of features. */
    private int[] offsets() {
        int[] offsets = new int[columns.size() + 1];
        for (int c = 0; c < columns.size(); c++) {
            CsvColumn column = columns.get(c);
            int features = c == label
                    ? 0
                    : column.isNumeric() ? 1 : column.categories().size();
            offsets[c + 1] = offsets[c] + features;
        }
        return offsets;
    }

    private double[] divisors() {
        double[] divisors = new double[columns.size()];
        double all = options.scale().equals("auto") ? powerOfTwo(largest()) : 1;
        for (int c = 0; c < divisors.length; c++) {
            divisors[c] = switch (options.scale()) {
                case "auto", "none" -> all;
                case "columns" ->
                    powerOfTwo(columns.get(c).isNumeric() ? columns.get(c).magnitude() : 1);
                default -> CsvColumn.number(options.scale());
            };
        }
        return divisors;
    }

    private double largest() {
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

    private String chosenScale(double[] divisors) {
        int feature = label == 0 ? 1 : 0;
        return options.scale().equals("auto") && divisors[feature] != 1 ? ",scale=" + plain(divisors[feature]) : "";
    }

    private static String plain(double number) {
        return number == Math.rint(number) && number < 1e15 ? Long.toString((long) number) : Double.toString(number);
    }

    private static Map<String, Integer> numbered(CsvColumn column) {
        List<String> texts = column.categories();
        return IntStream.range(0, texts.size()).boxed().collect(Collectors.toMap(texts::get, i -> i));
    }

    private int classOf(String cell, Map<String, Integer> categories) {
        return columns.get(label).numbersClasses() ? (int) CsvColumn.number(cell) : categories.getOrDefault(cell, 0);
    }

    private int classes() {
        CsvColumn column = columns.get(label);
        return column.numbersClasses()
                ? (int) column.most() + 1
                : column.categories().size();
    }
}
