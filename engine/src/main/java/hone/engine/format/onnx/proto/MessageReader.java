package hone.engine.format.onnx.proto;

import hone.engine.InvalidInput;
import hone.engine.format.JsonReason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A protobuf message being read: field by field, within the bytes it was given. A length is checked against what is left
 * before it is believed, and messages nest only so deep. Bytes are never copied.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the encoding</a>
 */
final class MessageReader {
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FOUR_BYTES = 5;

    /** A graph in an attribute of a node of a graph is three levels, so this allows ten graphs in one another. */
    private static final int MAX_DEPTH = 32;

    private static final int MAX_NAME_BYTES = 1024;

    /** A text of no letters, and its places in lists and in the sets that look for a name twice. */
    private static final long TEXT_BYTES = 130;

    private static final int VARINT_BYTES = 10;

    private final byte[] bytes;
    private final int end;
    private final int depth;
    private final String place;
    private final ReadBudget budget;
    private int at;
    private int field;
    private int wireType;

    private MessageReader(byte[] bytes, int start, int end, int depth, String place, ReadBudget budget) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
        this.depth = depth;
        this.place = place;
        this.budget = budget;
    }

    /** A whole file's bytes. */
    static MessageReader of(byte[] bytes, String place) {
        return new MessageReader(bytes, 0, bytes.length, 0, place, new ReadBudget(place, bytes.length));
    }

    /** The same bytes from the start, to be read once more. */
    MessageReader over(int start, int stop) {
        return new MessageReader(bytes, start, stop, depth, place, budget);
    }

    byte[] bytes() {
        return bytes;
    }

    int at() {
        return at;
    }

    int end() {
        return end;
    }

    ReadBudget budget() {
        return budget;
    }

    /** Goes to the next field; false at the message's end. */
    boolean next() {
        if (at == end) {
            return false;
        }
        long key = varint();
        field = (int) Math.min(key >>> 3, Integer.MAX_VALUE);
        wireType = (int) (key & 7);
        if (field == 0 || key >>> 3 > (1 << 29) - 1) {
            throw wrong("there is no field number " + Long.toUnsignedString(key >>> 3));
        }
        return true;
    }

    int field() {
        return field;
    }

    boolean isPacked() {
        return wireType == LENGTH_DELIMITED;
    }

    boolean hasMore() {
        return at < end;
    }

    /** The field's whole number. */
    long number() {
        need(VARINT);
        return varint();
    }

    /** A whole number without a key before it, as in a packed list. */
    long varint() {
        long value = 0;
        for (int i = 0; i < VARINT_BYTES; i++) {
            if (at == end) {
                throw wrong("it ends in the middle of a number");
            }
            byte part = bytes[at++];
            value |= (long) (part & 0x7F) << (7 * i);
            if (part >= 0) {
                return value;
            }
        }
        throw wrong("a number takes more than " + VARINT_BYTES + " bytes");
    }

    float real() {
        need(FOUR_BYTES);
        return fourBytes();
    }

    /** Four bytes without a key before them. */
    float fourBytes() {
        float value = ByteBuffer.wrap(bytes, take(Float.BYTES), Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getFloat();
        return value;
    }

    double eightByteReal() {
        need(EIGHT_BYTES);
        return eightBytes();
    }

    /** Eight bytes without a key before them. */
    double eightBytes() {
        return ByteBuffer.wrap(bytes, take(Double.BYTES), Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getDouble();
    }

    /** A name of at most 1,024 bytes, strictly UTF-8. */
    String name() {
        return text(MAX_NAME_BYTES);
    }

    /** A text of any length, strictly UTF-8. */
    String text() {
        return text(Integer.MAX_VALUE);
    }

    private String text(int most) {
        int length = contentLength();
        if (length > most) {
            throw wrong("a name has " + length + " bytes of at most " + most);
        }
        budget.charge(TEXT_BYTES + 2L * length);
        int start = take(length);
        if (isAscii(start, length)) {
            return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong("a text is not UTF-8");
        }
    }

    /** Most names are, and need no decoder of their own. */
    private boolean isAscii(int start, int length) {
        for (int i = start; i < start + length; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** The field's message, one level deeper. */
    MessageReader message() {
        if (depth == MAX_DEPTH) {
            throw wrong("its messages nest deeper than " + MAX_DEPTH + " levels");
        }
        MessageReader part = content();
        return new MessageReader(bytes, part.at, part.end, depth + 1, place, budget);
    }

    /** The field's bytes at the same level, such as a packed list. */
    MessageReader content() {
        int length = contentLength();
        int start = take(length);
        return new MessageReader(bytes, start, start + length, depth, place, budget);
    }

    private int contentLength() {
        need(LENGTH_DELIMITED);
        long length = varint();
        if (length < 0 || length > end - at) {
            throw wrong("a field claims " + Long.toUnsignedString(length) + " bytes of the " + (end - at) + " left");
        }
        return (int) length;
    }

    /** Passes over a field that is not wanted. */
    void skip() {
        switch (wireType) {
            case VARINT -> varint();
            case EIGHT_BYTES -> take(Long.BYTES);
            case LENGTH_DELIMITED -> take(contentLength());
            case FOUR_BYTES -> take(Integer.BYTES);
            default -> throw wrong("there is no wire type " + wireType);
        }
    }

    private int take(int length) {
        if (length > end - at) {
            throw wrong(length + " bytes were due where " + (end - at) + " are left");
        }
        int start = at;
        at += length;
        return start;
    }

    private void need(int type) {
        if (wireType != type) {
            throw wrong("field " + field + " has wire type " + wireType + " where " + type + " was due");
        }
    }

    /** Refuses the file for what is read now. */
    InvalidInput wrong(String why) {
        return new InvalidInput(
                "this is not a usable ONNX file", place + ", byte " + at, JsonReason.shortened(why, 300));
    }
}
