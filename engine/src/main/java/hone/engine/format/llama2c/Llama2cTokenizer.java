package hone.engine.format.llama2c;

import hone.engine.InvalidInput;
import hone.engine.format.WeightFile;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

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

    private final Llama2cPieces pieces;

    private Llama2cTokenizer(Llama2cPieces pieces) {
        this.pieces = pieces;
    }

    /**
     * Reads a tokenizer.
     *
     * @param vocabulary how many tokens it must have, which the file itself does not say but the model does
     * @throws InvalidInput if there is no such file, or it is not such a tokenizer
     */
    public static Llama2cTokenizer read(Path path, int vocabulary) {
        try (WeightFile file = WeightFile.open(path)) {
            Llama2cPieces.requireSize(path.toString(), file.bytes(), vocabulary);
            byte[] bytes = new byte[(int) file.bytes()];
            file.read(0, MemorySegment.ofArray(bytes));
            return new Llama2cTokenizer(Llama2cPieces.parse(path.toString(), bytes, vocabulary));
        }
    }

    /**
     * Reads a tokenizer from the bytes of its file, which must not change afterwards.
     *
     * @param place of the bytes, for the sentence
     * @throws InvalidInput if it is not such a tokenizer
     */
    public static Llama2cTokenizer read(String place, byte[] file, int vocabulary) {
        Llama2cPieces.requireSize(place, file.length, vocabulary);
        return new Llama2cTokenizer(Llama2cPieces.parse(place, file, vocabulary));
    }

    /** How many tokens there are. */
    public int size() {
        return pieces.count();
    }

    /** The bytes of its file. */
    public byte[] file() {
        return pieces.file();
    }

    /** The bytes of a token as the file has them. */
    public byte[] piece(int token) {
        return pieces.piece(token);
    }

    /** The score by which it is preferred where tokens are joined. */
    public float score(int token) {
        return pieces.score(token);
    }

    /**
     * The tokens of a text.
     *
     * @param begin whether {@link #BEGIN} comes first
     * @param end whether {@link #END} comes last
     * @throws InvalidInput if the text has a character that the vocabulary cannot spell
     */
    public int[] encode(String text, boolean begin, boolean end) {
        Llama2cMerging merging = new Llama2cMerging(pieces, text.getBytes(StandardCharsets.UTF_8).length + 1);
        if (!text.isEmpty()) {
            int blank = pieces.find(new byte[] {' '});
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

    private void spell(int character, Llama2cMerging merging) {
        byte[] bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8);
        int whole = pieces.find(bytes);
        if (whole >= 0) {
            merging.add(whole);
            return;
        }
        for (byte single : bytes) {
            int token = Byte.toUnsignedInt(single) + FIRST_BYTE;
            if (token >= pieces.count()) {
                throw new InvalidInput(
                        "this tokenizer cannot spell the text",
                        Character.toString(character),
                        "the character is no token, and byte " + Byte.toUnsignedInt(single) + " has none of "
                                + pieces.count());
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
        if (token < 0 || token >= pieces.count()) {
            throw new InvalidInput("there is no such token", "", token + " of " + pieces.count());
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
}
