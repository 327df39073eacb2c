package hone.profiler.trial;

import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** What the JVM did beside the measured work: collections and compilations, read in well under a microsecond each. */
final class JvmCounters {
    private final GarbageCollectorMXBean[] collectors =
            ManagementFactory.getGarbageCollectorMXBeans().toArray(GarbageCollectorMXBean[]::new);
    private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();

    /** Collections so far, of all collectors. */
    long collections() {
        long count = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            count += Math.max(0, collector.getCollectionCount());
        }
        return count;
    }

    /** Milliseconds of compilation so far; the JVM adds a compilation when it ends. */
    long compilationMillis() {
        return compiler != null && compiler.isCompilationTimeMonitoringSupported()
                ? compiler.getTotalCompilationTime()
                : 0;
    }
}
