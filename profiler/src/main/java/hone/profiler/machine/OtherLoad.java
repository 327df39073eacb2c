package hone.profiler.machine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How busy other processes keep the processors this one may use, between two readings. */
public final class OtherLoad {
    /** Processors' worth of other work beyond which figures are not to be trusted. */
    static final double TOLERATED = 0.2;

    /** Linux counts processor time in hundredths of a second for every reader, whatever its own clock does. */
    private static final long TICK_NANOS = 10_000_000;

    private final long busyNanos;
    private final long ownNanos;
    private final long at;

    private OtherLoad(long busyNanos, long ownNanos, long at) {
        this.busyNanos = busyNanos;
        this.ownNanos = ownNanos;
        this.at = at;
    }

    /** A reading. */
    public static OtherLoad now() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new OtherLoad(busyNow(), system.getProcessCpuTime(), System.nanoTime());
    }

    /**
     * Processors' worth of work that other processes did from this reading to the later one. Each processor's count may
     * be one tick ahead, which is taken off: so nothing is made up over a short time, and little is missed over a second.
     */
    double until(OtherLoad later) {
        int processors = Runtime.getRuntime().availableProcessors();
        double wall = later.at - at;
        double others = (later.busyNanos - busyNanos) - (later.ownNanos - ownNanos) - (double) TICK_NANOS * processors;
        return wall > 0 ? Math.clamp(others / wall, 0, processors) : 0;
    }

    /** Whether other processes took more than can be, from this reading to the later one. */
    public boolean isBusyUntil(OtherLoad later) {
        return until(later) > TOLERATED;
    }

    private static long busyNow() {
        List<String> lines = SystemFile.lines("/proc/stat");
        if (lines.isEmpty()) {
            return Oshi.busyNanos();
        }
        Set<String> mine = allowed(
                SystemFile.value("/proc/self/status", "Cpus_allowed_list", ':').orElse(""));
        long ticks = 0;
        for (String line : lines) {
            String[] fields = line.strip().split("\\s+");
            if (mine.contains(fields[0])) {
                ticks += busyTicks(fields);
            }
        }
        return ticks * TICK_NANOS;
    }

    /** user, nice, system, irq, softirq and steal; not idle and iowait, and guest time is within user already. */
    private static long busyTicks(String[] fields) {
        long busy = 0;
        for (int i = 1; i < Math.min(9, fields.length); i++) {
            busy += i == 4 || i == 5 ? 0 : Long.parseLong(fields[i]);
        }
        return busy;
    }

    /** The names in /proc/stat of the processors in a list such as "0-2,5". */
    static Set<String> allowed(String list) {
        Set<String> names = new HashSet<>();
        for (String part : list.split(",", -1)) {
            if (part.isBlank()) {
                continue;
            }
            String[] ends = part.strip().split("-", 2);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int cpu = Integer.parseInt(ends[0]); cpu <= last; cpu++) {
                names.add("cpu" + cpu);
            }
        }
        return names;
    }
}
