package hone.profiler.machine;

import java.util.Optional;

/**
 * A stretch of the process's addresses, as Linux has it in {@code /proc/self/smaps}.
 *
 * @param start its first address
 * @param end the address behind its last
 * @param writable whether it may be written
 * @param executable whether its bytes may be run
 * @param accessible whether it may be touched at all; a guard may not
 * @param path of the file it shows, or a name in brackets that the system gives; empty for memory of no file
 * @param resident bytes that lie in RAM
 * @param reservesNothing whether the system set no swap aside for it, as the C library asks for its arenas
 */
public record Mapping(
        long start,
        long end,
        boolean writable,
        boolean executable,
        boolean accessible,
        Optional<String> path,
        long resident,
        boolean reservesNothing) {
    /** Its length. */
    public long bytes() {
        return end - start;
    }

    /** Whether it shows a file. */
    public boolean isFile() {
        return path.filter(name -> name.startsWith("/")).isPresent();
    }

    /** Whether the system calls it by this name: "[heap]", "[stack]". */
    public boolean isNamed(String name) {
        return path.filter(name::equals).isPresent();
    }
}
