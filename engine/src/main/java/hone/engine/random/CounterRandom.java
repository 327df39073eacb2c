package hone.engine.random;

/**
 * A random generator whose state is only a key and a counter, so that a sample's numbers depend on (seed, stream, index)
 * and on nothing that ran before it. Any number of threads can therefore draw in any order and agree to the bit.
 *
 * <p>The output function is the 64-bit finalizer of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
 * number generators", OOPSLA 2014) over a Weyl sequence that starts at the mixed key. Normal deviates go through
 * {@link StrictMath}, so they are the same on every machine.
 */
public final class CounterRandom {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    /**
     * @param seed the run's seed
     * @param stream what the numbers are for: one constant for each use, so that uses never share numbers
     * @param index the item within the stream: a sample, a step
     */
    public CounterRandom(long seed, long stream, long index) {
        state = key(seed, stream, index);
    }

    /**
     * The state of a generator before its first number, for {@link #draw}; as the constructor.
     *
     * @param index the item within the stream
     */
    public static long key(long seed, long stream, long index) {
        return mix(mix(mix(seed + GOLDEN) ^ (stream * 0xD1B54A32D192ED03L)) ^ (index * 0x8CB92BA72F3D8DD7L));
    }

    /** The 64 bits that {@link #nextLong} gives after {@code skipped} others, without drawing those. */
    public static long draw(long key, long skipped) {
        return mix(key + (skipped + 1) * GOLDEN);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The next 64 random bits. */
    public long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    /** Uniform in [0, 1), with 53 random bits. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [low, high). */
    public double uniform(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /** Uniform in 0 … bound - 1; the bias is below bound / 2⁶³. */
    public int nextInt(int bound) {
        return (int) Math.floorMod(nextLong() >>> 1, (long) bound);
    }

    /** Normal with mean 0 and deviation 1, by Box and Muller's transform. */
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * nextDouble());
    }

    /** The numbers 0 … n - 1 in random order. */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
