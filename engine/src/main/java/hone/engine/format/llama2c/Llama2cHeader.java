package hone.engine.format.llama2c;

import hone.engine.InvalidInput;
import hone.engine.format.WeightFile;
import hone.engine.model.GptDimensions;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The header of a llama2.c checkpoint. Version 0 is seven numbers of 32 bits, the vocabulary's negative where the output
 * has a weight of its own. Later versions begin with "ak42" and their number, have a byte for that instead, and take 256
 * bytes; version 2 adds the size of its INT8 groups.
 *
 * @param dimensions sizes
 * @param shared whether the output's weight is the embedding's table
 * @param groupSize weights that share a scale; 0 in version 0, whose weights are float32
 * @param bytes its length
 */
record Llama2cHeader(GptDimensions dimensions, boolean shared, int groupSize, int bytes) {
    /** "ak42". */
    private static final int MAGIC = 0x616b3432;

    private static final int INT8_VERSION = 2;
    private static final int LEGACY_BYTES = 7 * Integer.BYTES;
    private static final int LATER_BYTES = 256;
    private static final int MOST_LAYERS = 10_000;
    private static final int MOST_OTHERS = 1 << 24;

    /** @throws InvalidInput if the file is too short for a header, or its numbers cannot be a transformer's */
    static Llama2cHeader read(WeightFile file) {
        if (file.bytes() < LEGACY_BYTES) {
            throw wrong(file, "byte 0", "it has " + file.bytes() + " bytes, too few for a header");
        }
        Numbers numbers = new Numbers(file);
        if (numbers.at(0) != MAGIC) {
            int vocabulary = numbers.at(5);
            return new Llama2cHeader(
                    dimensions(file, numbers, 0, Math.abs((long) vocabulary)), vocabulary > 0, 0, LEGACY_BYTES);
        }
        if (numbers.at(1) != INT8_VERSION) {
            throw wrong(file, "byte 4", "it has version " + numbers.at(1) + "; versions 0 and 2 are read");
        }
        if (file.bytes() < LATER_BYTES) {
            throw wrong(file, "byte 0", "it has " + file.bytes() + " bytes, too few for a header");
        }
        GptDimensions dimensions = dimensions(file, numbers, 2, numbers.at(7));
        int shared = numbers.byteAt(36);
        if (shared != 0 && shared != 1) {
            throw wrong(file, "byte 36", "whether the output shares its weight is " + shared + " instead of 0 or 1");
        }
        int groupSize = numbers.at(37, 0);
        if (groupSize < 32
                || Integer.bitCount(groupSize) != 1
                || dimensions.width() % groupSize != 0
                || dimensions.hidden() % groupSize != 0) {
            throw wrong(
                    file,
                    "byte 37",
                    "groups of " + groupSize + " weights; a power of two of at least 32 is due that divides the width "
                            + dimensions.width() + " and the feed-forward's " + dimensions.hidden());
        }
        return new Llama2cHeader(dimensions, shared == 1, groupSize, LATER_BYTES);
    }

    /** Whether a file that begins like this is a checkpoint of version 2. */
    static boolean later(WeightFile file) {
        return file.bytes() >= LEGACY_BYTES && new Numbers(file).at(0) == MAGIC;
    }

    private static GptDimensions dimensions(WeightFile file, Numbers numbers, int from, long vocabulary) {
        int layers = numbers.at(from + 2);
        limit(file, "layers", layers, MOST_LAYERS);
        limit(file, "tokens in the vocabulary", vocabulary, MOST_OTHERS);
        String[] names = {"elements of width", "elements in the feed-forward", "", "heads", "heads of keys and values"};
        for (int i = 0; i < names.length; i++) {
            if (!names[i].isEmpty()) {
                limit(file, names[i], numbers.at(from + i), MOST_OTHERS);
            }
        }
        limit(file, "positions", numbers.at(from + 6), GptDimensions.MOST_ROTARY_POSITIONS);
        try {
            return new GptDimensions(
                    layers,
                    numbers.at(from + 3),
                    numbers.at(from + 4),
                    numbers.at(from),
                    numbers.at(from + 1),
                    (int) vocabulary,
                    numbers.at(from + 6));
        } catch (InvalidInput e) {
            throw wrong(file, "header", e.getMessage());
        }
    }

    private static void limit(WeightFile file, String what, long count, long most) {
        if (count < 1 || count > most) {
            throw wrong(file, "header", "it claims " + count + " " + what + ", 1 to " + most + " are possible");
        }
    }

    private static InvalidInput wrong(WeightFile file, String where, String why) {
        return new InvalidInput("this is not a usable llama2.c checkpoint", file.path() + ", " + where, why);
    }

    /** The header's numbers. */
    private static final class Numbers {
        private final MemorySegment bytes;

        Numbers(WeightFile file) {
            byte[] start = new byte[(int) Math.min(file.bytes(), LATER_BYTES)];
            bytes = MemorySegment.ofArray(start);
            file.read(0, bytes);
        }

        int at(int index) {
            return at(0, index);
        }

        int at(int offset, int index) {
            return bytes.get(ValueLayout.JAVA_INT_UNALIGNED, offset + (long) index * Integer.BYTES);
        }

        int byteAt(int offset) {
            return bytes.get(ValueLayout.JAVA_BYTE, offset);
        }
    }
}
