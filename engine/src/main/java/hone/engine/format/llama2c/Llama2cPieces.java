package hone.engine.format.llama2c;

import hone.engine.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The pieces of a tokenizer file with their scores, found by token or by bytes. Where pieces are equal the first counts. */
final class Llama2cPieces {
    private static final int MOST_TOKENS = 1 << 19;
    private static final long MOST_BYTES = 64L << 20;

    private final byte[] file;
    private final int[] starts;
    private final float[] scores;

    /** Tokens in the order of their bytes, equal ones in that of their numbers. */
    private final int[] sorted;

    private Llama2cPieces(byte[] file, int[] starts, float[] scores) {
        this.file = file;
        this.starts = starts;
        this.scores = scores;
        sorted = sorted();
    }

    /** @throws InvalidInput if a file of so many bytes cannot have so many tokens, or there cannot be as many */
    static void requireSize(String place, long bytes, int vocabulary) {
        if (vocabulary < 1 || vocabulary > MOST_TOKENS) {
            throw wrong(place, "vocabulary", vocabulary + " tokens, 1 to " + MOST_TOKENS + " are possible");
        }
        long least = Integer.BYTES + 8L * vocabulary;
        if (bytes < least || bytes > MOST_BYTES) {
            throw wrong(
                    place,
                    "byte 0",
                    "it has " + bytes + " bytes, " + least + " to " + MOST_BYTES + " are possible for " + vocabulary
                            + " tokens");
        }
    }

    /**
     * Reads the bytes of a file, which must not change afterwards; their number has been checked.
     *
     * @throws InvalidInput if they are no such tokenizer
     */
    static Llama2cPieces parse(String path, byte[] bytes, int vocabulary) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int longest = in.getInt();
        int[] starts = new int[vocabulary];
        float[] scores = new float[vocabulary];
        for (int token = 0; token < vocabulary; token++) {
            int at = in.position();
            if (in.remaining() < 8) {
                throw wrong(path, place(at, token), "the file ends before it");
            }
            scores[token] = in.getFloat() + 0F; // no negative zero, which would be less than zero
            int length = in.getInt();
            if (!Float.isFinite(scores[token])) {
                throw wrong(path, place(at, token), "its score is " + scores[token]);
            }
            if (length < 0 || length > longest || length > in.remaining()) {
                throw wrong(
                        path,
                        place(at, token),
                        "its piece has " + length + " bytes; the longest has " + longest + ", and " + in.remaining()
                                + " are left");
            }
            starts[token] = in.position();
            in.position(in.position() + length);
        }
        if (in.hasRemaining()) {
            throw wrong(
                    path,
                    "byte " + in.position(),
                    in.remaining() + " bytes follow the last of " + vocabulary + " tokens");
        }
        return new Llama2cPieces(bytes, starts, scores);
    }

    int count() {
        return scores.length;
    }

    byte[] file() {
        return file.clone();
    }

    float score(int token) {
        return scores[token];
    }

    byte[] piece(int token) {
        return Arrays.copyOfRange(file, starts[token], end(token));
    }

    /** The first token whose piece is that of one token followed by that of another; -1 if there is none. */
    int union(int first, int second) {
        byte[] union = new byte[length(first) + length(second)];
        System.arraycopy(file, starts[first], union, 0, length(first));
        System.arraycopy(file, starts[second], union, length(first), length(second));
        return find(union);
    }

    /** The end of a piece is eight bytes before the next one, or the file's end. */
    private int end(int token) {
        return token + 1 == starts.length ? file.length : starts[token + 1] - 8;
    }

    private int length(int token) {
        return end(token) - starts[token];
    }

    /** The first token of these bytes; -1 if there is none. */
    int find(byte[] bytes) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (compare(sorted[middle], bytes) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < sorted.length && compare(sorted[low], bytes) == 0 ? sorted[low] : -1;
    }

    private int compare(int token, byte[] bytes) {
        return Arrays.compareUnsigned(file, starts[token], end(token), bytes, 0, bytes.length);
    }

    private int compare(int left, int right) {
        return Arrays.compareUnsigned(file, starts[left], end(left), file, starts[right], end(right));
    }

    /** Merges runs of 1, 2, 4 and so on, without an object for each token, which the largest vocabulary would make many. */
    private int[] sorted() {
        int count = scores.length;
        int[] runs = new int[count];
        Arrays.setAll(runs, token -> token);
        int[] merged = new int[count];
        for (int length = 1; length < count; length *= 2) {
            for (int from = 0; from < count; from += 2 * length) {
                merge(runs, from, Math.min(from + length, count), Math.min(from + 2 * length, count), merged);
            }
            int[] spare = runs;
            runs = merged;
            merged = spare;
        }
        return runs;
    }

    private void merge(int[] runs, int from, int middle, int to, int[] merged) {
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takeLeft = left < middle && (right >= to || compare(runs[left], runs[right]) <= 0);
            merged[i] = takeLeft ? runs[left++] : runs[right++];
        }
    }

    private static String place(int at, int token) {
        return "byte " + at + ", token " + token;
    }

    private static InvalidInput wrong(String path, String where, String why) {
        return new InvalidInput("this is not a usable llama2.c tokenizer", path + ", " + where, why);
    }
}
