package hone.engine.kernel;

/**
 * A kernel made ready for one site of a plan. Its work falls into units that may run apart and in any order; where the
 * units begin and end depends on shapes only, so that the result is the same to the bit for every number of threads.
 */
public interface Prepared {
    /** How many units this run has; at least 1 unless there is nothing to do. */
    long units(Operands operands);

    /** What has to happen once before the units, on one thread: packing a factor that is not constant. */
    default void begin(Operands operands) {}

    /**
     * Runs the units from {@code from} to {@code to} - 1.
     *
     * @param worker number of the thread, from 0; says which part of the scratch is free for it
     */
    void run(Operands operands, long from, long to, int worker);

    /** What has to happen once after the units, on one thread: adding partial sums in their order. */
    default void end(Operands operands) {}
}
