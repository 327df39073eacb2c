package hone.profiler.machine;

import oshi.SystemInfo;
import oshi.software.os.OSProcess;

/** What OSHI knows where the system has no files to read. It loads native code and may take a second: never on Linux. */
final class Oshi {
    private Oshi() {}

    static String cpu() {
        return new SystemInfo()
                .getHardware()
                .getProcessor()
                .getProcessorIdentifier()
                .getName()
                .strip();
    }

    /** Resident bytes of this process; 0 where the system does not say. */
    static long residentBytes() {
        OSProcess process = new SystemInfo().getOperatingSystem().getCurrentProcess();
        return process == null ? 0 : process.getResidentMemory();
    }

    /** Nanoseconds that all processors together have worked since the machine started. */
    static long busyNanos() {
        long[] ticks = new SystemInfo().getHardware().getProcessor().getSystemCpuLoadTicks();
        long busy = 0;
        for (int i = 0; i < ticks.length; i++) {
            boolean idle = i == oshi.hardware.CentralProcessor.TickType.IDLE.getIndex()
                    || i == oshi.hardware.CentralProcessor.TickType.IOWAIT.getIndex();
            busy += idle ? 0 : ticks[i];
        }
        return busy * 1_000_000;
    }
}
