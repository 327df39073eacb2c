package hone.profiler.memory;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/**
 * What the JVM says of its memory, in bytes.
 *
 * @param used of the heap: objects, also those that nobody refers to any more
 * @param committed of the heap, which need not be resident
 * @param code committed for what was compiled
 * @param classes committed for classes' metadata
 */
record JvmHeap(long used, long committed, long code, long classes) {
    static JvmHeap read() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        long code = 0;
        long classes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.NON_HEAP) {
                long committed = pool.getUsage().getCommitted();
                code += pool.getName().startsWith("Code") ? committed : 0;
                // The compressed class space is a part of Metaspace, which has a pool of its own beside it.
                classes += pool.getName().equals("Metaspace") ? committed : 0;
            }
        }
        return new JvmHeap(heap.getUsed(), heap.getCommitted(), code, classes);
    }
}
