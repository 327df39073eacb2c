package hone.engine.badinput;

import hone.engine.Cancellation;
import hone.engine.memory.MemoryBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A format that strangers' files come in, with its reader, files that are wrong by hand, and good ones to damage. */
public interface BadFormat {
    /** Its name in tables. */
    String name();

    /** At least 25 files that are wrong, each in a way of its own. */
    List<Bad> bad() throws IOException;

    /** Good files, which the mutator damages and which are cut at every 64th byte; contents by name. */
    List<Map<String, byte[]>> good() throws IOException;

    /**
     * Reads everything there is to read.
     *
     * @param folder that holds the files
     * @param budget of native memory
     */
    void read(Path folder, MemoryBudget budget, Cancellation stop) throws IOException;

    /** Words that mean something in this format. */
    default List<String> words() {
        return List.of();
    }

    /** The files of a good sample that are damaged; all by default. */
    default boolean damages(String file) {
        return true;
    }

    /** Whether every file that is cut short is refused, as those are that say how long they are. */
    default boolean refusesCuts() {
        return true;
    }

    /** What a damaged content is kept as: checksums made right again, or compressed, so that damage goes deep. */
    default byte[] kept(String file, byte[] damaged) {
        return damaged;
    }

    /** Whether only the long check reads them, as they take seconds each. */
    default boolean slow() {
        return false;
    }

    /** Bytes that reading may allocate beside twice the files'. */
    default long allowance() {
        return 16L << 20;
    }
}
