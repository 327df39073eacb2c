package hone.engine.memory;

/**
 * A block that was mapped from the system by itself. The system gives it memory page by page as it is first touched, so
 * less of it may be resident than was charged.
 *
 * @param category it is charged to
 * @param address where it begins
 * @param bytes its length
 */
public record MappedBlock(Category category, long address, long bytes) {}
