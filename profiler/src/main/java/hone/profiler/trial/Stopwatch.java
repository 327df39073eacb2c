package hone.profiler.trial;

/** The only place where an arm meets the clock. */
final class Stopwatch {
    private static final int LOOKS = 2_000;

    private Stopwatch() {}

    /** Nanoseconds that {@code runs} runs take; nothing else happens between the two readings. */
    static long time(TimedArm arm, int runs) {
        long start = System.nanoTime();
        for (int i = 0; i < runs; i++) {
            arm.run();
        }
        return System.nanoTime() - start;
    }

    /** The smallest step the clock was seen to make, in nanoseconds: what a reading may be off by. */
    static long grain() {
        long smallest = 1_000_000;
        for (int i = 0; i < LOOKS; i++) {
            long first = System.nanoTime();
            long next = System.nanoTime();
            while (next == first) {
                next = System.nanoTime();
            }
            smallest = Math.min(smallest, next - first);
        }
        return smallest;
    }
}
