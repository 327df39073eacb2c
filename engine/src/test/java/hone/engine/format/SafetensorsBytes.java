package hone.engine.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.StringJoiner;

/** Makes safetensors files by hand: header and data as they are asked for, right or wrong. */
public final class SafetensorsBytes {
    private final StringJoiner header = new StringJoiner(",", "{", "}");
    private final LinkedHashMap<String, String> metadata = new LinkedHashMap<>();
    private int bytes;

    public SafetensorsBytes text(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /** A tensor of the next bytes. */
    public SafetensorsBytes tensor(String name, String dtype, int width, long... sizes) {
        StringJoiner shape = new StringJoiner(",", "[", "]");
        int elements = 1;
        for (long size : sizes) {
            shape.add(Long.toString(size));
            elements = Math.toIntExact(elements * size);
        }
        int end = bytes + elements * width;
        header.add(Json.MAPPER.writeValueAsString(name) + ":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape
                + ",\"data_offsets\":[" + bytes + "," + end + "]}");
        bytes = end;
        return this;
    }

    /** The file, its data 1, 2, 3 … in bytes below 64, so that every real is finite. */
    public byte[] file() {
        String texts = metadata.isEmpty() ? "" : Json.MAPPER.writeValueAsString(metadata);
        String all = header.toString();
        String whole = texts.isEmpty()
                ? all
                : "{\"__metadata__\":" + texts + (all.length() == 2 ? "" : ",") + all.substring(1);
        byte[] data = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            data[i] = (byte) (i % 63);
        }
        return file(whole, data);
    }

    /** A header as it is, and data. */
    public static byte[] file(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }

    /** A file of float32 tensors with these sizes. */
    public static byte[] of(SequencedMap<String, long[]> sizes) {
        SafetensorsBytes file = new SafetensorsBytes();
        for (Map.Entry<String, long[]> each : sizes.entrySet()) {
            file.tensor(each.getKey(), "F32", 4, each.getValue());
        }
        return file.file();
    }
}
