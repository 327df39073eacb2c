package hone.engine.data;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.OverBudget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads text files as strict UTF-8: a malformed byte is refused with its place, never replaced in silence. */
public final class Utf8Text {
    private static final int WINDOW = 1 << 13;

    private Utf8Text() {}

    /**
     * The whole content of a regular file, without a byte order mark at its start.
     *
     * @param what the file's content in a few words, for messages: "the text"
     * @param mostBytes the largest file that is read
     * @throws InvalidInput if there is no such file, it is larger, or a byte is not UTF-8; the byte is named
     * @throws OverBudget if the text would fill more than half of the heap
     */
    public static String read(Path path, String what, long mostBytes) {
        String cannot = "cannot read " + what;
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new InvalidInput(cannot, path.toString(), "this is not a regular file");
        }
        byte[] bytes;
        try {
            long size = Files.size(path);
            if (size > mostBytes) {
                throw new InvalidInput(
                        cannot, path.toString(), "its " + size + " bytes are above the limit of " + mostBytes);
            }
            // The bytes and the text stand side by side, and a text beyond Latin takes two bytes a character.
            long heap = Runtime.getRuntime().maxMemory();
            if (3 * size > heap / 2) {
                throw new OverBudget("reading " + path, 3 * size, heap / 2, "start Hone with a larger heap (-Xmx)");
            }
            bytes = Files.readAllBytes(path);
        } catch (IOException e) {
            throw new InvalidInput(cannot, path.toString(), IoReason.of(e));
        }
        int malformed = firstMalformed(bytes);
        if (malformed >= 0) {
            throw new InvalidInput(
                    cannot,
                    path + ", byte " + malformed,
                    String.format("the byte 0x%02x is not valid UTF-8 there", bytes[malformed]));
        }
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        int start = marked ? 3 : 0;
        return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
    }

    /** The offset of the first byte at which the bytes stop being UTF-8, or -1 if they all are. */
    static int firstMalformed(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(WINDOW);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (result.isError()) {
                return in.position();
            }
            if (result.isUnderflow()) {
                return -1;
            }
            out.clear();
        }
    }
}
