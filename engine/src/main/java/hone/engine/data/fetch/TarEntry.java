package hone.engine.data.fetch;

import hone.engine.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a tar archive says of a file before its bytes.
 *
 * @param name the last part of its path
 * @param size in bytes
 * @param type '0' for a file
 */
record TarEntry(String name, long size, char type) {
    static final int BLOCK = 512;

    private static final int SIZE_AT = 124;
    private static final int CHECKSUM_AT = 148;
    private static final int TYPE_AT = 156;
    private static final int PREFIX_AT = 345;
    private static final int NUMBER_BYTES = 12;

    private static final Pattern WANTED = Pattern.compile("[A-Za-z0-9_-]+\\.bin");

    /** Links, devices and pipes. */
    private static final String SPECIAL = "12346";

    static boolean isEnd(byte[] block) {
        for (byte each : block) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    /** @throws InvalidInput if the block is no entry, or one that no archive of data has */
    static TarEntry of(byte[] block, Function<String, InvalidInput> refusal) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM_AT && i < CHECKSUM_AT + 8 ? ' ' : Byte.toUnsignedInt(block[i]);
        }
        if (number(block, CHECKSUM_AT, 8, refusal) != sum) {
            throw refusal.apply("the checksum of an entry's header is wrong");
        }
        String prefix = text(block, PREFIX_AT, 155);
        String path = (prefix.isEmpty() ? "" : prefix + "/") + text(block, 0, 100);
        char type = block[TYPE_AT] == 0 ? '0' : (char) block[TYPE_AT];
        if (SPECIAL.indexOf(type) >= 0) {
            throw refusal.apply("the entry " + shown(path) + " is a link or a device");
        }
        if (path.startsWith("/")
                || path.indexOf('\\') >= 0
                || (path.length() > 1 && path.charAt(1) == ':')
                || ("/" + path + "/").contains("/../")) {
            throw refusal.apply("the entry " + shown(path) + " would lie outside the folder");
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        return new TarEntry(name, number(block, SIZE_AT, NUMBER_BYTES, refusal), type);
    }

    private static String text(byte[] block, int from, int most) {
        int end = from;
        while (end < from + most && block[end] != 0) {
            end++;
        }
        return new String(block, from, end - from, StandardCharsets.ISO_8859_1);
    }

    /** Octal digits, perhaps after blanks, to a blank, a zero or the field's end. */
    private static long number(byte[] block, int from, int length, Function<String, InvalidInput> refusal) {
        int at = from;
        while (at < from + length && block[at] == ' ') {
            at++;
        }
        long number = 0;
        int digits = 0;
        for (; at < from + length && block[at] >= '0' && block[at] <= '7'; at++) {
            number = 8 * number + block[at] - '0';
            digits++;
        }
        boolean ends = at == from + length || block[at] == ' ' || block[at] == 0;
        if (digits == 0 || !ends) {
            throw refusal.apply("a number in an entry's header is not octal");
        }
        return number;
    }

    private static String shown(String path) {
        String text = path.replaceAll("[\\p{Cntrl}\\x80-\\x9F]", "?");
        return '"' + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + '"';
    }

    boolean isWanted() {
        return type == '0' && WANTED.matcher(name).matches();
    }

    /** Bytes that its content takes in the archive. */
    long padded() {
        return (size + BLOCK - 1) / BLOCK * BLOCK;
    }
}
