package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A table in a CSV file, one sample a line.
 *
 * @param file with a header or without
 * @param options how to read it
 * @param form columns of an earlier table that this one must have, if there was one
 */
record CsvData(Path file, CsvOptions options, Optional<TableForm> form) implements DataSpec {
    static CsvData parse(String text) {
        DataOptions parts = DataOptions.parse(text, List.of("header", "label", "task", "scale"));
        return new CsvData(
                parts.path(),
                new CsvOptions(
                        parts.get("header", CsvOptions.AUTO.header()),
                        parts.get("label", CsvOptions.AUTO.label()),
                        parts.get("task", CsvOptions.AUTO.task()),
                        parts.get("scale", CsvOptions.AUTO.scale())),
                Optional.empty());
    }

    @Override
    public String text() {
        return "csv:" + file + options.text();
    }

    @Override
    public DataSpec readAs(TableForm table) {
        return new CsvData(file, options, Optional.of(table));
    }

    @Override
    public Corpus load(Progress progress, Cancellation cancellation) {
        return new Corpus.Whole(loadEvaluation(progress, cancellation));
    }

    @Override
    public LabelledImages loadEvaluation(Progress progress, Cancellation cancellation) {
        return CsvTable.read(text(), file, options, form, progress, cancellation);
    }
}
