package hone.engine.format.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A protobuf message taken apart into its fields, knowing nothing of what they mean; it must end where its bytes end. */
final class ReadMessage {
    private final Map<Integer, List<Object>> fields = new TreeMap<>();

    ReadMessage(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long key = varint(in);
            Object value = switch ((int) key & 7) {
                case 0 -> varint(in);
                case 2 -> {
                    byte[] content = new byte[Math.toIntExact(varint(in))];
                    in.get(content);
                    yield content;
                }
                case 5 -> in.getFloat();
                default -> throw new AssertionError("wire type " + (key & 7));
            };
            fields.computeIfAbsent((int) (key >> 3), _ -> new ArrayList<>()).add(value);
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private List<Object> all(int field) {
        return fields.getOrDefault(field, List.of());
    }

    boolean has(int field) {
        return fields.containsKey(field);
    }

    long number(int field) {
        return (Long) all(field).getFirst();
    }

    float real(int field) {
        return (Float) all(field).getFirst();
    }

    List<Long> numbers(int field) {
        return all(field).stream().map(Long.class::cast).toList();
    }

    byte[] bytes(int field) {
        return (byte[]) all(field).getFirst();
    }

    String text(int field) {
        return new String(bytes(field), StandardCharsets.UTF_8);
    }

    List<String> texts(int field) {
        return all(field).stream()
                .map(value -> new String((byte[]) value, StandardCharsets.UTF_8))
                .toList();
    }

    ReadMessage message(int field) {
        return new ReadMessage(bytes(field));
    }

    List<ReadMessage> messages(int field) {
        return all(field).stream().map(value -> new ReadMessage((byte[]) value)).toList();
    }
}
