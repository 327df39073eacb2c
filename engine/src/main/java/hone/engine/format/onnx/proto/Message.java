package hone.engine.format.onnx.proto;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A protobuf message being written: fields in the order they are added. A field is its number and a wire type in one
 * varint, then a varint, four bytes, or a length and so many bytes. A nested message must be complete when it is added,
 * since its length comes first. Large contents are kept by reference and copied once, when the whole is written.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the encoding</a>
 */
public final class Message {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FOUR_BYTES = 5;

    private final List<MemorySegment> parts = new ArrayList<>();
    private final ByteArrayOutputStream small = new ByteArrayOutputStream();
    private long partBytes;

    /** A whole number; negative ones take ten bytes. */
    public Message number(int field, long value) {
        key(field, VARINT);
        varint(value);
        return this;
    }

    public Message real(int field, float value) {
        key(field, FOUR_BYTES);
        int bits = Float.floatToRawIntBits(value);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            small.write(bits >>> shift);
        }
        return this;
    }

    public Message text(int field, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        key(field, LENGTH_DELIMITED);
        varint(bytes.length);
        small.writeBytes(bytes);
        return this;
    }

    /** Bytes, kept by reference until the message is written. */
    public Message bytes(int field, MemorySegment content) {
        key(field, LENGTH_DELIMITED);
        varint(content.byteSize());
        flush();
        add(content);
        return this;
    }

    /** A nested message, which must not change any more. */
    public Message message(int field, Message nested) {
        key(field, LENGTH_DELIMITED);
        varint(nested.length());
        flush();
        nested.flush();
        nested.parts.forEach(this::add);
        return this;
    }

    /** Bytes of all fields so far. */
    public long length() {
        return partBytes + small.size();
    }

    /** All fields, in order. */
    public byte[] toBytes() {
        flush();
        byte[] all = new byte[Math.toIntExact(partBytes)];
        MemorySegment target = MemorySegment.ofArray(all);
        long at = 0;
        for (MemorySegment part : parts) {
            MemorySegment.copy(part, 0, target, at, part.byteSize());
            at += part.byteSize();
        }
        return all;
    }

    public void writeTo(WritableByteChannel channel) throws IOException {
        flush();
        for (MemorySegment part : parts) {
            ByteBuffer bytes = part.asByteBuffer();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private void key(int field, int wireType) {
        varint(((long) field << 3) | wireType);
    }

    /** Seven bits a byte, the lowest first; the highest bit of a byte says that more follow. */
    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            small.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        small.write((int) rest);
    }

    private void flush() {
        if (small.size() > 0) {
            byte[] written = small.toByteArray();
            small.reset();
            add(MemorySegment.ofArray(written));
        }
    }

    private void add(MemorySegment part) {
        parts.add(part);
        partBytes += part.byteSize();
    }
}
