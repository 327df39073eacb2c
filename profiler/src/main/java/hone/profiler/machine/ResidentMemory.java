package hone.profiler.machine;

/** The memory of this process that the operating system holds in RAM for it. */
public final class ResidentMemory {
    private ResidentMemory() {}

    /** Bytes; 0 where the system does not say. */
    public static long bytes() {
        return SystemFile.value("/proc/self/status", "VmRSS", ':')
                .map(ResidentMemory::kibibytes)
                .orElseGet(Oshi::residentBytes);
    }

    /** Bytes of them that are pages of files: libraries, class archives; 0 where the system does not say. */
    public static long fileBytes() {
        return SystemFile.value("/proc/self/status", "RssFile", ':')
                .map(ResidentMemory::kibibytes)
                .orElse(0L);
    }

    private static long kibibytes(String text) {
        try {
            return 1024 * Long.parseLong(text.replace("kB", "").strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
