package hone.engine.badinput;

import hone.engine.random.CounterRandom;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Seeded damage: the same seed and number give the same bytes on every machine. */
public final class Mutator {
    /** Headers decide the most, so half of the damage falls here. */
    private static final int HEADER = 96;

    private static final long STREAM = 0x42_4144L;
    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        2,
        7,
        8,
        9,
        16,
        127,
        128,
        255,
        256,
        257,
        1023,
        65_535,
        65_536,
        1 << 20,
        1 << 24,
        1 << 28,
        1 << 30,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 31,
        0xFFFF_FFFFL,
        1L << 32,
        (1L << 32) + 1,
        1L << 40,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final List<String> TEXT_NUMBERS = List.of(
            "0",
            "-1",
            "9",
            "257",
            "1e9",
            "1e999",
            "-0",
            "0.5",
            "2147483647",
            "2147483648",
            "4294967297",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999999999",
            "NaN",
            "00",
            "\"1\"",
            "null",
            "[]");

    private final long seed;
    private final List<byte[]> words;

    /** @param words that mean something in the format */
    public Mutator(long seed, List<String> words) {
        this.seed = seed;
        this.words = words.stream()
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    /** A random choice for this mutant, beside what {@link #damaged} draws. */
    int choice(int number, int bound) {
        return new CounterRandom(seed, STREAM + 1, number).nextInt(bound);
    }

    /** A good content with one to three pieces of damage. */
    public byte[] damaged(byte[] good, int number) {
        CounterRandom random = new CounterRandom(seed, STREAM, number);
        byte[] bad = good.clone();
        for (int hits = random.nextInt(3); hits >= 0; hits--) {
            bad = once(bad, random);
        }
        return bad;
    }

    private byte[] once(byte[] good, CounterRandom random) {
        if (good.length == 0) {
            return word(random);
        }
        int reach = random.nextInt(2) == 0 ? Math.min(HEADER, good.length) : good.length;
        int at = random.nextInt(reach);
        int length = 1 + random.nextInt(Math.min(64, good.length - at));
        return switch (random.nextInt(11)) {
            case 0 -> flipped(good, at, random);
            case 1 -> replaced(good, at, 1, new byte[] {(byte) random.nextInt(256)});
            case 2 -> Arrays.copyOf(good, at);
            case 3 -> Arrays.copyOf(good, good.length + 1 + random.nextInt(100));
            case 4 -> replaced(good, at, length, filled(length, random.nextInt(2) - 1));
            case 5 -> replaced(good, at, length, new byte[0]);
            case 6 -> replaced(good, random.nextInt(good.length), 0, Arrays.copyOfRange(good, at, at + length));
            case 7 -> number(good, at, random);
            case 8 -> replaced(good, at, random.nextInt(2) == 0 ? 0 : length, word(random));
            case 9 -> digits(good, at, random);
            default -> swapped(good, at, length, random);
        };
    }

    private static byte[] flipped(byte[] good, int at, CounterRandom random) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) (1 << random.nextInt(8));
        return bad;
    }

    private static byte[] filled(int length, int value) {
        byte[] filled = new byte[length];
        Arrays.fill(filled, (byte) value);
        return filled;
    }

    static byte[] replaced(byte[] good, int at, int length, byte[] instead) {
        byte[] bad = new byte[good.length - length + instead.length];
        System.arraycopy(good, 0, bad, 0, at);
        System.arraycopy(instead, 0, bad, at, instead.length);
        System.arraycopy(good, at + length, bad, at + instead.length, good.length - at - length);
        return bad;
    }

    /** A number of two, four or eight bytes in either order: a count or length that lies. */
    private static byte[] number(byte[] good, int at, CounterRandom random) {
        byte[] bad = good.clone();
        int width = 2 << random.nextInt(3);
        if (at + width > bad.length) {
            return bad;
        }
        ByteBuffer in = ByteBuffer.wrap(bad);
        in.order(random.nextInt(2) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long value = NUMBERS[random.nextInt(NUMBERS.length)];
        boolean relative = random.nextInt(3) == 0;
        switch (width) {
            case 2 -> in.putShort(at, (short) (relative ? in.getShort(at) + value : value));
            case 4 -> in.putInt(at, (int) (relative ? in.getInt(at) + value : value));
            default -> in.putLong(at, relative ? in.getLong(at) + value : value);
        }
        return bad;
    }

    /** Another number for the next one that is written in digits; a varint for its place where there is none. */
    private byte[] digits(byte[] good, int at, CounterRandom random) {
        int from = at;
        while (from < good.length && !isDigit(good[from])) {
            from++;
        }
        if (from == good.length) {
            return replaced(good, at, 1, varint(NUMBERS[random.nextInt(NUMBERS.length)]));
        }
        int to = from;
        while (to < good.length && isDigit(good[to])) {
            to++;
        }
        String instead = TEXT_NUMBERS.get(random.nextInt(TEXT_NUMBERS.size()));
        return replaced(good, from, to - from, instead.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }

    private static byte[] varint(long value) {
        byte[] bytes = new byte[10];
        int length = 0;
        long rest = value;
        do {
            bytes[length++] = (byte) ((rest & 0x7F) | ((rest & ~0x7FL) == 0 ? 0 : 0x80));
            rest >>>= 7;
        } while (rest != 0);
        return Arrays.copyOf(bytes, length);
    }

    private byte[] word(CounterRandom random) {
        return words.isEmpty() ? varint(random.nextLong()) : words.get(random.nextInt(words.size()));
    }

    private static byte[] swapped(byte[] good, int at, int length, CounterRandom random) {
        byte[] bad = good.clone();
        int other = random.nextInt(good.length - length + 1);
        System.arraycopy(good, other, bad, at, length);
        System.arraycopy(good, at, bad, other, length);
        return bad;
    }
}
