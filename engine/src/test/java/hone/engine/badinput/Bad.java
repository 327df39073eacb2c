package hone.engine.badinput;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files as a stranger gives them.
 *
 * @param name what is wrong with them
 * @param files contents by name; folders in a name are made
 * @param reason what the refusal must say; empty where any refusal is right
 * @param mayBeRead whether they may be usable after all, as damaged numbers are
 */
public record Bad(String name, Map<String, byte[]> files, String reason, boolean mayBeRead) {
    public Bad {
        files = new TreeMap<>(files);
    }

    /** One file that must be refused for this reason. */
    public static Bad file(String name, String file, byte[] content, String reason) {
        return new Bad(name, Map.of(file, content), reason, false);
    }

    /** A text that must be refused for this reason. */
    public static Bad text(String name, String file, String content, String reason) {
        return file(name, file, content.getBytes(StandardCharsets.UTF_8), reason);
    }

    /** Files that are to be read or refused, whichever it is. */
    public static Bad either(String name, Map<String, byte[]> files) {
        return new Bad(name, files, "", true);
    }

    /** The same files with one of them changed. */
    public static Bad in(Map<String, byte[]> good, String name, String file, byte[] content, String reason) {
        Map<String, byte[]> files = new TreeMap<>(good);
        files.put(file, content);
        return new Bad(name, files, reason, false);
    }

    public Bad orRead() {
        return new Bad(name, files, reason, true);
    }

    /** Bytes of all files together. */
    long bytes() {
        return files.values().stream().mapToLong(content -> content.length).sum();
    }
}
