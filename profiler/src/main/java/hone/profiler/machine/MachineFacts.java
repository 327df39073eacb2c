package hone.profiler.machine;

import com.sun.management.OperatingSystemMXBean;
import hone.profiler.report.Machine;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;

/**
 * What the machine and its Java runtime are. Reading takes a few milliseconds on Linux and up to a second elsewhere, so
 * it belongs on a background thread and is done once.
 *
 * @param cpu model name as the system gives it
 * @param cores logical processors this process may use
 * @param vectorBits width of the preferred vector shape; 0 without the Vector API
 * @param memoryBytes of the machine, or of the container's limit
 * @param os name and version
 * @param jdk vendor and version of the Java runtime
 */
public record MachineFacts(String cpu, int cores, int vectorBits, long memoryBytes, String os, String jdk) {
    public static MachineFacts read() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new MachineFacts(
                cpuName(),
                Runtime.getRuntime().availableProcessors(),
                preferredVectorBits(),
                system.getTotalMemorySize(),
                osName(),
                System.getProperty("java.vendor", "unknown vendor") + " "
                        + System.getProperty("java.runtime.version", "unknown version"));
    }

    /** These facts with the hash of the machine profile that planning used. */
    public Machine with(String profileHash) {
        return new Machine(cpu, cores, vectorBits, memoryBytes, os, jdk, profileHash);
    }

    private static String cpuName() {
        return SystemFile.value("/proc/cpuinfo", "model name", ':')
                .or(() -> SystemFile.lines("/proc/cpuinfo").isEmpty() ? Optional.of(Oshi.cpu()) : Optional.empty())
                .filter(name -> !name.isBlank())
                .orElseGet(() -> System.getProperty("os.arch", "unknown processor"));
    }

    private static int preferredVectorBits() {
        boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return present ? Preferred.BITS : 0;
    }

    private static String osName() {
        String kernel = System.getProperty("os.name", "unknown") + " " + System.getProperty("os.version", "");
        return SystemFile.value("/etc/os-release", "PRETTY_NAME", '=')
                .map(name -> name.replace("\"", "") + " (" + kernel + ")")
                .orElse(kernel);
    }

    /** Apart, so that the Vector API's classes are asked for only where they are present. */
    private static final class Preferred {
        static final int BITS = FloatVector.SPECIES_PREFERRED.vectorBitSize();

        private Preferred() {}
    }
}
