package hone.engine.data;

import hone.engine.InvalidInput;

/**
 * How a CSV file is to be read, as written behind its path.
 *
 * @param header whether the first line holds names: {@code auto}, {@code yes}, {@code no}
 * @param label the column that is to be learned: {@code last}, {@code first}, its number from 1, or its name
 * @param task {@code auto}, {@code class} or {@code regression}
 * @param scale what numbers are divided by: {@code auto} (one power of two for the whole table, so that none exceeds 1),
 *     {@code columns} (one for each column), {@code none}, or a number
 */
record CsvOptions(String header, String label, String task, String scale) {
    static final CsvOptions AUTO = new CsvOptions("auto", "last", "auto", "auto");

    /** @throws InvalidInput if an option has a value it cannot have */
    CsvOptions {
        check("header", header, header.matches("auto|yes|no"), "auto, yes or no");
        check("task", task, task.matches("auto|class|regression"), "auto, class or regression");
        boolean divisor = CsvColumn.number(scale) > 0;
        check("scale", scale, divisor || scale.matches("auto|columns|none"), "auto, columns, none or a number above 0");
        check("label", label, !label.isBlank(), "last, first, a number from 1 or a name");
    }

    private static void check(String name, String value, boolean good, String accepted) {
        if (!good) {
            throw new InvalidInput("cannot use the data", name + "=" + value, name + " is one of " + accepted);
        }
    }

    /** The options that are not as usual, as they are written: {@code ,header=yes}. */
    String text() {
        return option("header", header, AUTO.header)
                + option("label", label, AUTO.label)
                + option("task", task, AUTO.task)
                + option("scale", scale, AUTO.scale);
    }

    private static String option(String name, String value, String usual) {
        return value.equals(usual) ? "" : "," + name + "=" + value;
    }
}
