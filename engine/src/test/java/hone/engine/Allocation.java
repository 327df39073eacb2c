package hone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** What work allocates once the compiler has done its part: the tests ask that it be nothing. */
public final class Allocation {
    private static final long MOST_NANOS = 60_000_000_000L;
    private static final long LOOK_NANOS = 2_000_000_000L;
    private static final int FRAMES = 8;
    private static final int SITES = 4;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /**
     * Asserts that the quietest of many rounds allocates nothing, on all threads together. Until vectors are compiled they are
     * objects, so rounds go on until one allocates nothing, or a minute has passed; then the message names who allocates.
     *
     * @param warmUp run before each round, not looked at
     * @param round what is looked at
     */
    public static void assertNone(String what, Runnable warmUp, Runnable round) {
        long least = Long.MAX_VALUE;
        long deadline = System.nanoTime() + MOST_NANOS;
        while (least > 0 && System.nanoTime() < deadline) {
            warmUp.run();
            least = Math.min(least, bytes(round));
        }
        long bytes = least;
        assertEquals(0, bytes, () -> "bytes allocated, pool threads included, by " + what + "; " + sites(round));
    }

    /** The same work so many times in a row. */
    public static Runnable times(int count, Runnable work) {
        return () -> {
            for (int i = 0; i < count; i++) {
                work.run();
            }
        };
    }

    private static long bytes(Runnable round) {
        long all = THREADS.getTotalThreadAllocatedBytes();
        long mine = THREADS.getCurrentThreadAllocatedBytes();
        round.run();
        long others = THREADS.getTotalThreadAllocatedBytes() - all;
        return Math.max(THREADS.getCurrentThreadAllocatedBytes() - mine, others);
    }

    /** The places that allocate most while rounds go on for two seconds, with the frames that led there. */
    private static String sites(Runnable round) {
        try (Recording recording = new Recording()) {
            recording
                    .enable("jdk.ObjectAllocationSample")
                    .with("throttle", "off")
                    .withStackTrace();
            recording.start();
            long deadline = System.nanoTime() + LOOK_NANOS;
            while (System.nanoTime() < deadline) {
                round.run();
            }
            recording.stop();
            Path file = Files.createTempFile("allocation", ".jfr");
            try {
                recording.dump(file);
                Map<String, Long> weights = RecordingFile.readAllEvents(file).stream()
                        .collect(Collectors.groupingBy(
                                Allocation::site, Collectors.summingLong(event -> event.getLong("weight"))));
                List<String> most = weights.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .limit(SITES)
                        .map(site -> site.getValue() + " bytes of " + site.getKey())
                        .toList();
                return "in two seconds more: " + String.join("; ", most);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String site(RecordedEvent event) {
        String type = event.getClass("objectClass").getName();
        if (event.getStackTrace() == null) {
            return type + " without a stack";
        }
        return type + " in "
                + event.getStackTrace().getFrames().stream()
                        .limit(FRAMES)
                        .map(Allocation::frame)
                        .collect(Collectors.joining(" < "));
    }

    private static String frame(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return type.substring(type.lastIndexOf('.') + 1) + "."
                + frame.getMethod().getName() + ":" + frame.getLineNumber();
    }
}
