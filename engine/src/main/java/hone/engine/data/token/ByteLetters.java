package hone.engine.data.token;

import java.util.Arrays;

/**
 * A visible letter for each byte, so that pieces of text which are not whole characters can be written in JSON: printable
 * Latin-1 stands for itself, and the other bytes, in ascending order, for the letters from U+0100 on.
 *
 * <p>Source: the encoder of A. Radford et al., "Language Models are Unsupervised Multitask Learners", 2019 (GPT-2).
 */
final class ByteLetters {
    private static final int FIRST_STAND_IN = 0x100;
    private static final char[] LETTERS = letters();
    private static final int[] BYTES = bytes();

    private ByteLetters() {}

    private static char[] letters() {
        char[] letters = new char[ByteTokenizer.BYTES];
        char standIn = FIRST_STAND_IN;
        for (int b = 0; b < letters.length; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            letters[b] = printable ? (char) b : standIn++;
        }
        return letters;
    }

    private static int[] bytes() {
        int[] bytes = new int[LETTERS[0xAD] + 1];
        Arrays.fill(bytes, -1);
        for (int b = 0; b < LETTERS.length; b++) {
            bytes[LETTERS[b]] = b;
        }
        return bytes;
    }

    static char of(int unsignedByte) {
        return LETTERS[unsignedByte];
    }

    /** The letters in ascending order: the first 256 tokens of a vocabulary. */
    static String ascending() {
        char[] sorted = LETTERS.clone();
        Arrays.sort(sorted);
        return new String(sorted);
    }

    /** The byte a letter stands for, or -1. */
    static int byteOf(char letter) {
        return letter < BYTES.length ? BYTES[letter] : -1;
    }

    static boolean isAll(String text) {
        return text.chars().allMatch(letter -> byteOf((char) letter) >= 0);
    }

    /** The bytes of a text all of whose characters are letters. */
    static byte[] bytesOf(String letters) {
        byte[] bytes = new byte[letters.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) byteOf(letters.charAt(i));
        }
        return bytes;
    }
}
