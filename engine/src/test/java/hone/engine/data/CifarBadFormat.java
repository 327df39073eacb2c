package hone.engine.data;

import hone.engine.Cancellation;
import hone.engine.Progress;
import hone.engine.badinput.Bad;
import hone.engine.badinput.BadFormat;
import hone.engine.badinput.Corpora;
import hone.engine.memory.MemoryBudget;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The binary files of CIFAR-10. */
public final class CifarBadFormat implements BadFormat {
    private static final String TEST = "test_batch.bin";

    @Override
    public String name() {
        return "CIFAR-10";
    }

    private static Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 1; i <= 5; i++) {
            files.put("data_batch_" + i + ".bin", CifarFormatTest.records(1, 10));
        }
        files.put(TEST, CifarFormatTest.records(1, 10));
        return files;
    }

    @Override
    public List<Bad> bad() {
        return Corpora.of(CifarFormatTest.badFiles(), files(), TEST);
    }

    @Override
    public List<Map<String, byte[]>> good() {
        return List.of(files());
    }

    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) {
        DataSpec.parse("cifar10:" + folder).load(Progress.NONE, stop);
    }
}
