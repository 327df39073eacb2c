package hone.engine.data;

import hone.engine.InvalidInput;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/** The numbers of all samples, one sample after the other: as bytes where a byte says enough, or as float32. */
sealed interface SampleValues {
    /**
     * Bytes and what each value stands for.
     *
     * @param bytes one for each number
     * @param meaning the number of each unsigned byte // (256)
     */
    record Bytes(byte[] bytes, float[] meaning) implements SampleValues {
        /** Unsigned bytes, 0 … 255 for 0 … 1. */
        static Bytes pixels(byte[] bytes) {
            float[] unit = new float[256];
            for (int value = 0; value < unit.length; value++) {
                unit[value] = value / 255f;
            }
            return new Bytes(bytes, unit);
        }

        /** Signed bytes for themselves. */
        static Bytes signed(byte[] bytes) {
            float[] meaning = new float[256];
            for (int value = 0; value < meaning.length; value++) {
                meaning[value] = (byte) value;
            }
            return new Bytes(bytes, meaning);
        }

        @Override
        public int count() {
            return bytes.length;
        }

        @Override
        public float get(int at) {
            return meaning[bytes[at] & 0xFF];
        }

        @Override
        public void copy(int from, int count, float[] target, int offset) {
            for (int i = 0; i < count; i++) {
                target[offset + i] = meaning[bytes[from + i] & 0xFF];
            }
        }

        @Override
        public void copy(int from, int count, MemorySegment target) {
            for (int i = 0; i < count; i++) {
                target.setAtIndex(ValueLayout.JAVA_FLOAT, i, meaning[bytes[from + i] & 0xFF]);
            }
        }

        @Override
        public SampleValues gather(int size, int[] samples, int from, int count) {
            byte[] chosen = new byte[Math.multiplyExact(count, size)];
            for (int i = 0; i < count; i++) {
                System.arraycopy(bytes, samples[from + i] * size, chosen, i * size, size);
            }
            return new Bytes(chosen, meaning);
        }

        @Override
        public SampleValues followedBy(String id, SampleValues more) {
            if (!(more instanceof Bytes(byte[] others, float[] theirMeaning))
                    || !java.util.Arrays.equals(meaning, theirMeaning)) {
                throw mixed(id);
            }
            byte[] all = new byte[Math.addExact(bytes.length, others.length)];
            System.arraycopy(bytes, 0, all, 0, bytes.length);
            System.arraycopy(others, 0, all, bytes.length, others.length);
            return new Bytes(all, meaning);
        }

        @Override
        public void digest(MessageDigest digest) {
            if (meaning[255] != 1) {
                digest.update((byte) 1);
            }
            digest.update(bytes);
        }
    }

    /**
     * Numbers as they are.
     *
     * @param numbers finite
     */
    record Floats(float[] numbers) implements SampleValues {
        private static final int CHUNK = 1 << 12;

        @Override
        public int count() {
            return numbers.length;
        }

        @Override
        public float get(int at) {
            return numbers[at];
        }

        @Override
        public void copy(int from, int count, float[] target, int offset) {
            System.arraycopy(numbers, from, target, offset, count);
        }

        @Override
        public void copy(int from, int count, MemorySegment target) {
            MemorySegment.copy(numbers, from, target, ValueLayout.JAVA_FLOAT, 0, count);
        }

        @Override
        public SampleValues gather(int size, int[] samples, int from, int count) {
            float[] chosen = new float[Math.multiplyExact(count, size)];
            for (int i = 0; i < count; i++) {
                System.arraycopy(numbers, samples[from + i] * size, chosen, i * size, size);
            }
            return new Floats(chosen);
        }

        @Override
        public SampleValues followedBy(String id, SampleValues more) {
            if (!(more instanceof Floats(float[] others))) {
                throw mixed(id);
            }
            float[] all = new float[Math.addExact(numbers.length, others.length)];
            System.arraycopy(numbers, 0, all, 0, numbers.length);
            System.arraycopy(others, 0, all, numbers.length, others.length);
            return new Floats(all);
        }

        @Override
        public void digest(MessageDigest digest) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            digest.update((byte) 2);
            for (int from = 0; from < numbers.length; from += CHUNK) {
                chunk.clear();
                for (int i = from; i < Math.min(numbers.length, from + CHUNK); i++) {
                    chunk.putFloat(numbers[i]);
                }
                digest.update(chunk.flip());
            }
        }
    }

    /** The numbers of all samples together. */
    int count();

    float get(int at);

    /** @throws InvalidInput if these are not the numbers of so many samples of this size */
    default void require(String id, int samples, long size) {
        long expected = Math.multiplyExact((long) samples, size);
        if (count() != expected) {
            throw new InvalidInput(
                    "cannot use the pictures",
                    id,
                    samples + " of " + size + " pixels need " + expected + " pixels, not " + count());
        }
    }

    /** Writes {@code count} numbers from {@code from} on to {@code target} from {@code offset} on. */
    void copy(int from, int count, float[] target, int offset);

    /** Writes {@code count} numbers from {@code from} on to the start of {@code target} as native-order float32. */
    void copy(int from, int count, MemorySegment target);

    /** The chosen samples of {@code size} numbers each: samples[from] … samples[from + count - 1]. */
    SampleValues gather(int size, int[] samples, int from, int count);

    /** These numbers and then others of the same kind. */
    SampleValues followedBy(String id, SampleValues more);

    /** Feeds the numbers to a hash; plain pixels are fed as nothing but their bytes. */
    void digest(MessageDigest digest);

    private static InvalidInput mixed(String id) {
        return new InvalidInput("cannot join the data", id, "one part is of bytes and the other of other numbers");
    }
}
