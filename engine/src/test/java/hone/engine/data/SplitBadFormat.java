package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.badinput.Bad;
import hone.engine.badinput.BadFormat;
import hone.engine.badinput.Corpora;
import hone.engine.memory.MemoryBudget;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Files that divide a table's samples. */
public final class SplitBadFormat implements BadFormat {
    private static final String TABLE = "table.csv";
    private static final String SPLIT = "split.csv";

    @Override
    public String name() {
        return "split file";
    }

    private static Map<String, byte[]> files(String split) {
        return Map.of(
                TABLE,
                CsvBadFilesTest.GOOD.getBytes(StandardCharsets.UTF_8),
                SPLIT,
                split.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<Bad> bad() {
        List<Bad> all = new ArrayList<>(Corpora.of(CsvBadFilesTest.badSplits(), files(""), SPLIT));
        byte[] wide = new byte[3];
        wide[0] = (byte) 0xC3;
        all.add(Bad.in(files(""), "not UTF-8", SPLIT, wide, "not valid UTF-8"));
        all.add(new Bad("UTF-16", files("t\0r\0a\0i\0n\0"), "line 1", false));
        all.add(new Bad("a word of a million letters", files("x".repeat(1_000_000)), "line 1", false));
        all.add(new Bad("a number of a million digits", files("9".repeat(1_000_000)), "line 1", false));
        all.add(new Bad("a million lines of one sample", files("train,0\n".repeat(1_000_000)), "line 2", false));
        all.add(new Bad("a million empty lines", files("\n".repeat(1_000_000)), "0 samples to train", false));
        all.add(new Bad("a sign", files("train,+1\ntest,0\n"), "line 1", false));
        all.add(new Bad("hexadecimal", files("train,0x1\ntest,0\n"), "line 1", false));
        all.add(new Bad("other digits", files("train,١\ntest,0\n"), "line 1", false));
        return all;
    }

    @Override
    public List<Map<String, byte[]>> good() {
        return List.of(files("train,0\ntest,1\nval,2\nvalidation,3\n"), files("0\n2\n"));
    }

    @Override
    public List<String> words() {
        return List.of("train,", "test,", "val,", "validation,", "\n", "\r\n", "0", "3", " ");
    }

    @Override
    public boolean damages(String file) {
        return file.equals(SPLIT);
    }

    @Override
    public boolean refusesCuts() {
        return false;
    }

    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) {
        DataSpec.parse("csv:" + folder.resolve(TABLE) + ",split=" + folder.resolve(SPLIT))
                .loadEvaluation(Progress.NONE, stop);
    }
}
