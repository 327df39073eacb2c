package hone.profiler.memory;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * At which addresses HotSpot keeps what, as its own diagnostic commands say: those of {@code jcmd}, asked from inside.
 *
 * @param heap from the first object's place to the end of what the heap may grow to
 * @param classes where classes' metadata lies: the compressed class space, and the others
 * @param collector tables of the garbage collector that lie beside the heap
 */
record JvmRanges(Range heap, List<Range> classes, List<Range> collector) {
    private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";
    private static final Pattern BRACKETS =
            Pattern.compile("\\[0x([0-9a-f]+),(?: ?0x[0-9a-f]+,)? ?0x([0-9a-f]+)[)\\]]");
    private static final Pattern NODE = Pattern.compile("base 0x([0-9a-f]+): reserved=([0-9]+)(?:\\.[0-9]+)? KB");
    private static final Pattern TABLE = Pattern.compile("(?:byte_map|Bits): \\[0x([0-9a-f]+), ?0x([0-9a-f]+)[)\\]]");

    JvmRanges {
        classes = List.copyOf(classes);
        collector = List.copyOf(collector);
    }

    /**
     * Addresses.
     *
     * @param start the first
     * @param end the one behind the last
     */
    record Range(long start, long end) {
        boolean contains(long address) {
            return start <= address && address < end;
        }

        long bytes() {
            return end - start;
        }
    }

    /** Asks the JVM; empty where it does not answer as HotSpot does. Takes some milliseconds. */
    static Optional<JvmRanges> read() {
        try {
            List<Range> heap = ranges(BRACKETS, ask("gcHeapInfo"));
            if (heap.isEmpty()) {
                return Optional.empty();
            }
            long start = heap.stream().mapToLong(Range::start).min().orElseThrow();
            long end = heap.stream().mapToLong(Range::end).max().orElseThrow();
            return Optional.of(new JvmRanges(
                    new Range(start, end), nodes(ask("vmMetaspace", "vslist")), ranges(TABLE, ask("vmInfo"))));
        } catch (JMException | SecurityException e) {
            return Optional.empty(); // another JVM, which has no such commands
        }
    }

    /** Bytes of addresses that classes have. */
    long classesReserved() {
        return classes.stream().mapToLong(Range::bytes).sum();
    }

    private static String ask(String operation, String... arguments) throws JMException {
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(new ObjectName(COMMANDS), operation, new Object[] {arguments}, new String[] {
                    String[].class.getName()
                });
    }

    static List<Range> ranges(Pattern pattern, String text) {
        List<Range> ranges = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            ranges.add(new Range(
                    Long.parseUnsignedLong(matcher.group(1), 16), Long.parseUnsignedLong(matcher.group(2), 16)));
        }
        return ranges;
    }

    private static List<Range> nodes(String text) {
        List<Range> nodes = new ArrayList<>();
        Matcher matcher = NODE.matcher(text);
        while (matcher.find()) {
            long base = Long.parseUnsignedLong(matcher.group(1), 16);
            nodes.add(new Range(base, base + 1024 * Long.parseLong(matcher.group(2))));
        }
        return nodes;
    }
}
