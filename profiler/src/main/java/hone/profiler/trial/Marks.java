package hone.profiler.trial;

/** Tells of each sample whether the JVM did something else meanwhile. */
final class Marks {
    private final JvmCounters counters;
    private long collections;
    private long compilationMillis;

    Marks(JvmCounters counters) {
        this.counters = counters;
        collections = counters.collections();
        compilationMillis = counters.compilationMillis();
    }

    /** Whether a collection or a compilation ended since the last look. */
    boolean disturbed() {
        long collectionsNow = counters.collections();
        long compilationNow = counters.compilationMillis();
        boolean disturbed = collectionsNow != collections || compilationNow != compilationMillis;
        collections = collectionsNow;
        compilationMillis = compilationNow;
        return disturbed;
    }
}
