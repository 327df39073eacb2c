package hone.engine.badinput;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Readers that do what no reader may. */
enum Misbehaviour implements BadFormat {
    READS_WHAT_IS_BAD,
    THROWS_ANOTHER_EXCEPTION,
    NAMES_NO_FILE,
    SAYS_NO_REASON,
    SAYS_TWO_LINES,
    TAKES_HEAP,
    TAKES_NATIVE_MEMORY;

    @Override
    public List<Bad> bad() {
        return List.of();
    }

    @Override
    public List<Map<String, byte[]>> good() {
        return List.of();
    }

    @Override
    public void read(Path folder, MemoryBudget budget, Cancellation stop) {
        String file = folder.resolve("a.txt").toString();
        switch (this) {
            case READS_WHAT_IS_BAD -> {}
            case THROWS_ANOTHER_EXCEPTION -> throw new IndexOutOfBoundsException("7");
            case NAMES_NO_FILE -> throw new InvalidInput("it is bad", "somewhere", "it is");
            case SAYS_NO_REASON -> throw new InvalidInput("it is bad", file, "");
            case SAYS_TWO_LINES -> throw new InvalidInput("it is bad", file, "one\nand two");
            case TAKES_HEAP -> throw new InvalidInput("it is bad", file, "after " + new byte[20 << 20].length);
            case TAKES_NATIVE_MEMORY -> {
                budget.open(Category.DATA, "too much").tensor(DType.U8, Shape.of(20 << 20));
                throw new InvalidInput("it is bad", file, "too late");
            }
        }
    }
}
