package hone.profiler.memory;

import hone.profiler.machine.Mapping;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Resident bytes of the process by what their mapping is for; disjoint, and together all that is resident.
 *
 * @param bytes of each pool
 * @param others the mappings of which nothing says what they are
 */
record ResidentPools(Map<Pool, Long> bytes, List<Mapping> others) {
    /** A guard that stands before a stack is small; what is set aside and not used yet is large. */
    private static final long LARGEST_GUARD = 64 << 10;

    /** What a mapping is for. */
    enum Pool {
        /** The addresses of Java's heap. */
        HEAP,
        /** What was compiled: memory of no file that may be run. */
        CODE,
        /** Metadata of classes. */
        CLASSES,
        /** Threads' stacks. */
        STACKS,
        /** Tables of the garbage collector. */
        COLLECTOR,
        /** Libraries, class archives, jars. */
        PROGRAM_FILES,
        /** Any other files, such as weights that are mapped rather than read. */
        MAPPED_FILES,
        /** Arenas of the C library's allocator. */
        ARENAS,
        /** Memory of no file for which nothing says what it is. */
        OTHERS
    }

    ResidentPools {
        bytes = Map.copyOf(bytes);
        others = List.copyOf(others);
    }

    /** @param mappings by their addresses */
    static ResidentPools of(List<Mapping> mappings, JvmRanges jvm, String javaHome) {
        Map<Pool, Long> bytes = new EnumMap<>(Pool.class);
        List<Mapping> others = new ArrayList<>();
        long guardEnd = -1;
        for (Mapping mapping : mappings) {
            if (mapping.resident() > 0) {
                Pool pool = pool(mapping, jvm, javaHome, mapping.start() == guardEnd);
                bytes.merge(pool, mapping.resident(), Long::sum);
                if (pool == Pool.OTHERS) {
                    others.add(mapping);
                }
            }
            boolean guard = !mapping.accessible() && !mapping.isFile() && mapping.bytes() <= LARGEST_GUARD;
            guardEnd = guard ? mapping.end() : -1;
        }
        return new ResidentPools(bytes, others);
    }

    long of(Pool pool) {
        return bytes.getOrDefault(pool, 0L);
    }

    private static Pool pool(Mapping mapping, JvmRanges jvm, String javaHome, boolean behindGuard) {
        if (jvm.heap().contains(mapping.start())) {
            return Pool.HEAP; // where archived objects lie, a file is mapped into it
        }
        if (mapping.isFile()) {
            return isProgram(mapping.path().orElseThrow(), javaHome) ? Pool.PROGRAM_FILES : Pool.MAPPED_FILES;
        }
        if (mapping.isNamed("[stack]")) {
            return Pool.STACKS;
        }
        if (mapping.isNamed("[heap]")) {
            return Pool.ARENAS;
        }
        if (isIn(jvm.classes(), mapping)) {
            return Pool.CLASSES;
        }
        if (isIn(jvm.collector(), mapping)) {
            return Pool.COLLECTOR;
        }
        if (mapping.executable()) {
            return mapping.path().isPresent() ? Pool.PROGRAM_FILES : Pool.CODE; // [vdso] is a library of the system's
        }
        if (mapping.reservesNothing() && mapping.writable()) {
            return Pool.ARENAS;
        }
        return behindGuard && mapping.writable() ? Pool.STACKS : Pool.OTHERS;
    }

    private static boolean isIn(List<JvmRanges.Range> ranges, Mapping mapping) {
        return ranges.stream().anyMatch(range -> range.contains(mapping.start()));
    }

    private static boolean isProgram(String path, String javaHome) {
        return path.startsWith(javaHome)
                || path.contains(".so")
                || path.endsWith(".jar")
                || path.endsWith(".jsa")
                || path.startsWith("/usr/");
    }

    /** All of it. */
    long total() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }
}
