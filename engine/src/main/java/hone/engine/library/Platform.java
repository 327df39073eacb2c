package hone.engine.library;

import java.util.Locale;

/**
 * The system and the processor a native library is made for, each in the words most jars use.
 *
 * @param system "linux", "macosx" or "windows", or whatever Java calls another one
 * @param processor "x86_64" or "arm64", or whatever Java calls another one
 */
public record Platform(String system, String processor) {
    /** The platform this process runs on. */
    public static Platform here() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /** The platform of that name and architecture as Java's system properties give them. */
    static Platform of(String name, String architecture) {
        String lower = name.toLowerCase(Locale.ROOT);
        String system = lower.startsWith("mac") ? "macosx" : lower.startsWith("windows") ? "windows" : lower;
        String processor = switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm64";
            default -> architecture;
        };
        return new Platform(system, processor);
    }

    /** "linux-x86_64". */
    @Override
    public String toString() {
        return system + "-" + processor;
    }
}
