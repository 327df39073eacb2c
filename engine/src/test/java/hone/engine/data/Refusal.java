package hone.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import hone.engine.InvalidInput;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.function.Executable;

/** What every refusal of a bad file must be: one sentence with place and reason, soon, and without much memory. */
public final class Refusal {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Refusal() {}

    /** Runs the reading, which must refuse with these words in its place and in its reason. */
    public static void expect(Executable reading, long fileBytes, String place, String why) {
        long[] allocated = new long[1];
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        InvalidInput refusal = assertTimeoutPreemptively(LIMIT, () -> {
            long before = threads.getCurrentThreadAllocatedBytes();
            InvalidInput thrown = assertThrows(InvalidInput.class, reading);
            allocated[0] = threads.getCurrentThreadAllocatedBytes() - before;
            return thrown;
        });
        assertTrue(refusal.where().contains(place), refusal + " does not name " + place);
        assertTrue(refusal.why().contains(why), refusal + " does not say " + why);
        assertEquals(1, refusal.toString().lines().count(), refusal.toString());
        assertTrue(allocated[0] <= 2 * fileBytes + (16 << 20), "allocated " + allocated[0] + " bytes");
    }
}
