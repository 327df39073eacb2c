package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.badinput.Bad;
import hone.engine.badinput.BadFormat;
import hone.engine.memory.MemoryBudget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.provider.Arguments;

/** Tables; their options stand in a file beside them. */
public final class CsvBadFormat implements BadFormat {
    private static final String TABLE = "table.csv";
    private static final String OPTIONS = "options";

    @Override
    public String name() {
        return "CSV";
    }

    @Override
    public List<Bad> bad() {
        return CsvBadFilesTest.badTables()
                .map(Arguments::get)
                .map(all -> new Bad(
                        (String) all[0], files((String) all[1], (String) all[2]), (String) all[all.length - 1], false))
                .toList();
    }

    private static Map<String, byte[]> files(String table, String options) {
        return Map.of(TABLE, table.getBytes(StandardCharsets.UTF_8), OPTIONS, options.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<Map<String, byte[]>> good() {
        return List.of(
                files(CsvBadFilesTest.GOOD, ""),
                files("1;2;3\n4;5;1\n", ",task=class"),
                files("a\tb\n1\t0\n\"2\"\t1\r\n", ",header=yes,scale=columns"));
    }

    @Override
    public List<String> words() {
        return List.of(
                "\"", "\"\"", ",", ";", "\t", "\n", "\r\n", "\r", "NaN", "Infinity", "1e308", "1e-400", "\0", "\uFEFF");
    }

    @Override
    public boolean damages(String file) {
        return file.equals(TABLE);
    }

    @Override
    public boolean refusesCuts() {
        return false;
    }

    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) throws IOException {
        String options = Files.readString(folder.resolve(OPTIONS));
        DataSpec.parse("csv:" + folder.resolve(TABLE) + options).loadEvaluation(Progress.NONE, stop);
    }
}
