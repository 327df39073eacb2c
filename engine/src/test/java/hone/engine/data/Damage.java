package hone.engine.data;

import hone.engine.random.CounterRandom;
import java.util.Arrays;

/** Seeded damage to a good file: flipped, random, missing, additional, equal and repeated bytes. */
public final class Damage {
    private static final int HEADER = 24;

    private Damage() {}

    /** A damaged copy. */
    public static byte[] of(byte[] good, CounterRandom random) {
        byte[] bad = good.clone();
        // Headers decide the most, so half of the damage falls on the first bytes.
        int reach = random.nextInt(2) == 0 ? Math.min(HEADER, bad.length) : bad.length;
        switch (random.nextInt(6)) {
            case 0 -> bad[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bad[random.nextInt(reach)] = (byte) random.nextLong();
            case 2 -> bad = Arrays.copyOf(bad, random.nextInt(bad.length + 1));
            case 3 -> bad = Arrays.copyOf(bad, bad.length + 1 + random.nextInt(100));
            case 4 -> {
                int from = random.nextInt(reach);
                Arrays.fill(bad, from, Math.min(bad.length, from + 4), (byte) (random.nextInt(2) - 1));
            }
            default -> {
                int from = random.nextInt(reach);
                System.arraycopy(good, from, bad, 0, bad.length - from);
            }
        }
        return bad;
    }
}
