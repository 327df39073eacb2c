package hone.engine.kernel.attention;

import hone.engine.InvalidInput;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The position that a run brings along: one I32, of the first of the run's rows. */
final class Positions {
    private Positions() {}

    static int first(MemorySegment position) {
        return position.getAtIndex(ValueLayout.JAVA_INT, 0);
    }

    /**
     * The rows of a run must stand at positions that there are.
     *
     * @throws InvalidInput if they do not
     */
    static void check(MemorySegment position, long rows, long positions, String node) {
        int first = first(position);
        if (first < 0 || first + rows > positions) {
            throw new InvalidInput(
                    "these positions do not exist",
                    node,
                    rows + (rows == 1 ? " row" : " rows") + " from position " + first + ", positions are 0 to "
                            + (positions - 1));
        }
    }
}
