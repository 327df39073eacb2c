package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.OverBudget;
import hone.engine.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads a table of one sample a line. A column whose cells are all numbers is a feature; one of texts becomes a feature
 * for each different text, 1 where it stands and 0 elsewhere. The label's texts are numbered in ascending order; whole
 * numbers from 0 to 255 are classes themselves, other numbers are measures.
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

    private CsvTable(String where, String text, CsvOptions options) {
        this.where = where;
        this.text = text;
        this.options = options;
    }

    /**
     * Reads a table.
     *
     * @param id the samples' id; the scale that {@code auto} chose is added to it
     * @param form the columns that it must have and how they become numbers; empty to take them from the table itself
     * @throws InvalidInput if the file is missing, damaged, no such table, or has other columns than the form
     * @throws OverBudget if the samples would not fit into the heap
     */
    static LabelledImages read(
            String id,
            Path path,
            CsvOptions options,
            Optional<TableForm> form,
            Progress progress,
            Cancellation cancellation) {
        CsvTable table = new CsvTable(path.toString(), Utf8Text.read(path, "the table", MOST_BYTES), options);
        table.survey(cancellation);
        CsvForm own = new CsvForm(table.where, table.names, table.columns, options);
        if (form.isPresent()) {
            own.require(form.get());
            return table.samples(id, form.get(), progress, cancellation);
        }
        TableForm found = own.found();
        return table.samples(id + own.chosenScale(found), found, progress, cancellation);
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
        checkCells();
    }

    /** A first line without any number, above a second line with one. */
    private boolean looksLikeHeader() {
        CsvRecords records = new CsvRecords(where, text);
        return records.next()
                && records.cells().stream().allMatch(cell -> Double.isNaN(CsvColumn.number(cell)))
                && records.next()
                && records.cells().stream().anyMatch(cell -> !Double.isNaN(CsvColumn.number(cell)));
    }

    private void checkCells() {
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
    }

    private InvalidInput columnRefusal(int column, int line, String why) {
        return new InvalidInput(
                "cannot read the table", where + ", line " + line + ", column " + CsvForm.name(names, column), why);
    }

    private LabelledImages samples(String id, TableForm form, Progress progress, Cancellation cancellation) {
        int[] offsets = form.offsets();
        int width = offsets[columns.size()];
        long numbers = (long) rows * width;
        long heap = Runtime.getRuntime().maxMemory();
        if (numbers > Integer.MAX_VALUE - 8 || numbers * Float.BYTES > heap / 2) {
            throw new OverBudget(
                    "reading " + where, numbers * Float.BYTES, heap / 2, "start Hone with a larger heap (-Xmx)");
        }
        List<Map<String, Integer>> categories = form.columns().stream()
                .map(column -> numbered(column.categories()))
                .toList();
        Answers answers = new Answers(form);
        float[] values = new float[(int) numbers];
        CsvRecords records = new CsvRecords(where, text);
        if (hasHeader) {
            records.next();
        }
        for (int row = 0; records.next(); row++) {
            for (int c = 0; c < columns.size(); c++) {
                String cell = records.cells().get(c).strip();
                if (c == form.label()) {
                    answers.put(row, cell, records.line());
                } else {
                    feature(form, c, cell, categories.get(c), values, row * width + offsets[c], records.line());
                }
            }
            if (row % REPORT_EVERY == 0) {
                cancellation.check("reading the table");
                progress.report((double) row / rows, "reading the table");
            }
        }
        return LabelledImages.ofTable(id, width, values, answers.labels(id), form);
    }

    private void feature(
            TableForm form, int c, String cell, Map<String, Integer> categories, float[] values, int at, int line) {
        if (!categories.isEmpty()) {
            Integer category = categories.get(cell);
            if (category == null) {
                throw columnRefusal(c, line, "the model was not shown this text");
            }
            values[at + category] = 1;
            return;
        }
        double divisor = form.columns().get(c).divisor();
        values[at] = (float) (CsvColumn.number(cell) / divisor);
        if (!Float.isFinite(values[at])) {
            throw columnRefusal(c, line, "divided by " + divisor + " it is beyond float32");
        }
    }

    private static Map<String, Integer> numbered(List<String> texts) {
        return IntStream.range(0, texts.size()).boxed().collect(Collectors.toMap(texts::get, i -> i));
    }

    /** The label's column. */
    private final class Answers {
        private final TableForm form;
        private final Map<String, Integer> classes;
        private final byte[] numbers;
        private final float[] measures;
        private int most;

        Answers(TableForm form) {
            this.form = form;
            classes = numbered(form.classes());
            numbers = new byte[form.measured() ? 0 : rows];
            measures = new float[form.measured() ? rows : 0];
        }

        void put(int row, String cell, int line) {
            if (form.measured()) {
                measures[row] = (float) CsvColumn.number(cell);
                return;
            }
            int number = classes.isEmpty() ? (int) CsvColumn.number(cell) : classes.getOrDefault(cell, -1);
            if (number < 0) {
                throw columnRefusal(form.label(), line, "the model was not shown this class");
            }
            most = Math.max(most, number);
            numbers[row] = (byte) number;
        }

        Labels labels(String id) {
            return form.measured()
                    ? new Labels.Measures(measures)
                    : Labels.Classes.of(id, numbers, classes.isEmpty() ? most + 1 : classes.size(), form.classes());
        }
    }
}
