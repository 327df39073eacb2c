package hone.engine.kernel;

/**
 * Java arrays in which workers add up, one for each, kept so far apart that no two workers write to one cache line.
 *
 * <p>Arrays that are made one after the other lie one behind the other, at any multiple of eight bytes. Without a gap the
 * last sums of one worker share a line with the head of the next worker's array, which every access to that array
 * reads; the line then travels between the two cores at each step, and two threads are slower than one. This is known as
 * false sharing.
 */
public final class WorkerRows {
    /** Elements never used behind each row: two lines of 64 bytes, since processors fetch lines in pairs. */
    private static final int GAP = 32;

    private WorkerRows() {}

    /** Bytes charged for {@code count} rows of {@code n} elements of four bytes. */
    public static long bytes(int count, int n) {
        return Footprint.floats((long) count * (n + GAP));
    }

    /** Rows of at least {@code n} floats. */
    public static float[][] floats(int count, int n) {
        return new float[count][n + GAP];
    }

    /** Rows of at least {@code n} ints. */
    public static int[][] ints(int count, int n) {
        return new int[count][n + GAP];
    }
}
