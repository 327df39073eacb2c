package hone.engine.format.llama2c;

import hone.engine.InvalidInput;
import hone.engine.format.WeightFile;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * The tokenizer file of karpathy/llama2.c: the length of the longest piece, then for each token a score, a length and the
 * piece's bytes. Encoding is that program's: a blank before the text, characters or their bytes as tokens, then ever the
 * adjacent pair whose union has the best score becomes one token, the leftmost of equals. Where pieces are equal the first
 * counts.
 */
public final class Llama2cTokenizer {
    /** The token a sequence begins with. */
    public static final int BEGIN = 1;

    /** The token a sequence ends with. */
    public static final int END = 2;

    /** The first of 256 tokens that stand for single bytes. */
    private static final int FIRST_BYTE = 3;

    private static final int MOST_TOKENS = 1 << 19;
    private static final long MOST_BYTES = 64L << 20;

    /** Scores that are not better than this never join two tokens. */
    private static final float WORST = -1e10F;

    private final byte[] file;
    private final int[] starts;
    private final float[] scores;

    /** Tokens in the order of their bytes, equal ones in that of their numbers. */
    private final int[] sorted;

    private Llama2cTokenizer(byte[] file, int[] starts, float[] scores) {
        this.file = file;
        this.starts = starts;
        this.scores = scores;
        sorted = sorted();
    }

    /**
     * Reads a tokenizer.
     *
     * @param vocabulary how many tokens it must have, which the file itself does not say but the model does
     * @throws InvalidInput if there is no such file, or it is not such a tokenizer
     */
    public static Llama2cTokenizer read(Path path, int vocabulary) {
        try (WeightFile file = WeightFile.open(path)) {
            requireSize(path.toString(), file.bytes(), vocabulary);
            byte[] bytes = new byte[(int) file.bytes()];
            file.read(0, MemorySegment.ofArray(bytes));
            return parse(path.toString(), bytes, vocabulary);
        }
    }

    /**
     * Reads a tokenizer from the bytes of its file, which must not change afterwards.
     *
     * @param place of the bytes, for the sentence
     * @throws InvalidInput if it is not such a tokenizer
     */
    public static Llama2cTokenizer read(String place, byte[] file, int vocabulary) {
        requireSize(place, file.length, vocabulary);
        return parse(place, file, vocabulary);
    }

    private static void requireSize(String place, long bytes, int vocabulary) {
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

    private static Llama2cTokenizer parse(String path, byte[] bytes, int vocabulary) {
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
        return new Llama2cTokenizer(bytes, starts, scores);
    }

    /** How many tokens there are. */
    public int size() {
        return scores.length;
    }

    /** The bytes of its file. */
    public byte[] file() {
        return file.clone();
    }

    /** The bytes of a token as the file has them. */
    public byte[] piece(int token) {
        return Arrays.copyOfRange(file, starts[token], end(token));
    }

    /** The score by which it is preferred where tokens are joined. */
    public float score(int token) {
        return scores[token];
    }

    /**
     * The tokens of a text.
     *
     * @param begin whether {@link #BEGIN} comes first
     * @param end whether {@link #END} comes last
     * @throws InvalidInput if the text has a character that the vocabulary cannot spell
     */
    public int[] encode(String text, boolean begin, boolean end) {
        Merging merging = new Merging(text.getBytes(StandardCharsets.UTF_8).length + 1);
        if (!text.isEmpty()) {
            int blank = find(new byte[] {' '});
            if (blank >= 0) {
                merging.add(blank);
            }
            text.codePoints().forEach(character -> spell(character, merging));
        }
        int[] merged = merging.merged();
        int[] tokens = new int[merged.length + (begin ? 1 : 0) + (end ? 1 : 0)];
        System.arraycopy(merged, 0, tokens, begin ? 1 : 0, merged.length);
        if (begin) {
            tokens[0] = BEGIN;
        }
        if (end) {
            tokens[tokens.length - 1] = END;
        }
        return tokens;
    }

    private void spell(int character, Merging merging) {
        byte[] bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8);
        int whole = find(bytes);
        if (whole >= 0) {
            merging.add(whole);
            return;
        }
        for (byte single : bytes) {
            int token = Byte.toUnsignedInt(single) + FIRST_BYTE;
            if (token >= scores.length) {
                throw new InvalidInput(
                        "this tokenizer cannot spell the text",
                        Character.toString(character),
                        "the character is no token, and byte " + Byte.toUnsignedInt(single) + " has none of "
                                + scores.length);
            }
            merging.add(token);
        }
    }

    /**
     * The bytes that a token adds to a text.
     *
     * @param previous the token before it: after {@link #BEGIN} a leading blank is left out
     * @throws InvalidInput if there is no such token
     */
    public byte[] decode(int previous, int token) {
        if (token < 0 || token >= scores.length) {
            throw new InvalidInput("there is no such token", "", token + " of " + scores.length);
        }
        byte[] piece = piece(token);
        if (previous == BEGIN && piece.length > 0 && piece[0] == ' ') {
            piece = Arrays.copyOfRange(piece, 1, piece.length);
        }
        int single = singleByte(piece);
        return single < 0 ? piece : new byte[] {(byte) single};
    }

    /** The text of tokens after {@link #BEGIN}; bytes that are not UTF-8 show as the replacement character. */
    public String decode(int[] tokens) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int previous = BEGIN;
        for (int token : tokens) {
            if (token != BEGIN && token != END) {
                bytes.writeBytes(decode(previous, token));
            }
            previous = token;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The byte that a piece such as "&lt;0x0A&gt;" stands for; -1 if it is not of this form. */
    private static int singleByte(byte[] piece) {
        if (piece.length != 6 || piece[0] != '<' || piece[1] != '0' || piece[2] != 'x' || piece[5] != '>') {
            return -1;
        }
        int high = Character.digit(piece[3], 16);
        int low = Character.digit(piece[4], 16);
        return high < 0 || low < 0 ? -1 : 16 * high + low;
    }

    /** The end of a piece is eight bytes before the next one, or the file's end. */
    private int end(int token) {
        return token + 1 == starts.length ? file.length : starts[token + 1] - 8;
    }

    private int length(int token) {
        return end(token) - starts[token];
    }

    /** The first token of these bytes; -1 if there is none. */
    private int find(byte[] bytes) {
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

    /** A pair of neighbours that could become one token. */
    private record Pair(float score, int left, int leftToken, int rightToken, int joined) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int byScore = Float.compare(other.score, score);
            return byScore != 0 ? byScore : Integer.compare(left, other.left);
        }
    }

    /**
     * Tokens that are joined pair by pair. They form a linked list, and a queue has the pairs with the best in front, so a text of n
     * tokens takes n log n steps where a search through all pairs before each would take n².
     */
    private final class Merging {
        private final int[] tokens;
        private final int[] next;
        private final int[] previous;
        private final PriorityQueue<Pair> pairs = new PriorityQueue<>();
        private int count;

        Merging(int most) {
            tokens = new int[most];
            next = new int[most];
            previous = new int[most];
        }

        void add(int token) {
            tokens[count] = token;
            next[count] = count + 1;
            previous[count] = count - 1;
            count++;
        }

        int[] merged() {
            for (int i = 0; i + 1 < count; i++) {
                offer(i);
            }
            int left = count;
            for (Pair best = pairs.poll(); best != null; best = pairs.poll()) {
                int at = best.left();
                int after = next[at];
                if (tokens[at] != best.leftToken() || after >= count || tokens[after] != best.rightToken()) {
                    continue;
                }
                tokens[at] = best.joined();
                tokens[after] = -1;
                next[at] = next[after];
                if (next[at] < count) {
                    previous[next[at]] = at;
                    offer(at);
                }
                if (previous[at] >= 0) {
                    offer(previous[at]);
                }
                left--;
            }
            int[] merged = new int[left];
            for (int i = 0, at = 0; i < left; i++, at = next[at]) {
                merged[i] = tokens[at];
            }
            return merged;
        }

        private void offer(int left) {
            int first = tokens[left];
            int second = tokens[next[left]];
            byte[] union = new byte[length(first) + length(second)];
            System.arraycopy(file, starts[first], union, 0, length(first));
            System.arraycopy(file, starts[second], union, length(first), length(second));
            int joined = find(union);
            if (joined >= 0 && scores[joined] > WORST) {
                pairs.add(new Pair(scores[joined], left, first, second, joined));
            }
        }
    }
}
