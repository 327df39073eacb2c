package hone.engine.format.llama2c;

import hone.engine.Cancellation;
import hone.engine.badinput.Bad;
import hone.engine.badinput.BadFormat;
import hone.engine.badinput.Corpora;
import hone.engine.format.inspect.Inspector;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Checkpoints of llama2.c, version 0 and 2. */
public final class CheckpointBadFormat implements BadFormat {
    private static final String FILE = "model.bin";

    @Override
    public String name() {
        return "llama2.c checkpoint";
    }

    @Override
    public List<Bad> bad() {
        return Corpora.of(Llama2cCheckpointTest.badFiles(), Map.of(), FILE);
    }

    @Override
    public List<Map<String, byte[]>> good() {
        return List.of(
                Map.of(FILE, WrittenCheckpoint.float32(2, false).bytes()),
                Map.of(FILE, WrittenCheckpoint.int8(2, true).bytes()));
    }

    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) {
        try (MemoryRegion region = budget.open(Category.WEIGHTS, "a stranger's checkpoint")) {
            Llama2cCheckpoint.load(folder.resolve(FILE), region);
        }
        new Inspector(budget).inspect(folder.resolve(FILE), new Cancellation());
    }
}
