package hone.engine.format;

import hone.engine.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes safetensors: eight bytes of header length, the header as JSON, then the tensors one after the other. The header
 * is padded with blanks so that the tensors start at a multiple of 64 bytes. The same content gives the same bytes.
 */
final class SafetensorsWriter {
    private static final int LENGTH_BYTES = 8;
    private static final int ALIGNMENT = 64;

    private SafetensorsWriter() {}

    /** @throws hone.engine.InvalidInput if the file cannot be written; what was there is unharmed */
    static void write(Path path, Safetensors content) {
        byte[] header = header(content);
        AtomicFile.write(path, channel -> {
            ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writeAll(channel, length.putLong(0, header.length));
            writeAll(channel, ByteBuffer.wrap(header));
            for (Tensor tensor : content.tensors().values()) {
                writeAll(channel, tensor.segment().asByteBuffer());
            }
        });
    }

    /** The length the file would have. */
    static long bytes(Safetensors content) {
        return LENGTH_BYTES
                + header(content).length
                + content.tensors().values().stream().mapToLong(Tensor::bytes).sum();
    }

    private static byte[] header(Safetensors content) {
        ObjectNode header = Json.MAPPER.createObjectNode();
        ObjectNode metadata = header.putObject(Safetensors.METADATA);
        content.metadata().forEach(metadata::put);
        long offset = 0;
        for (var entry : content.tensors().entrySet()) {
            Tensor tensor = entry.getValue();
            ObjectNode described = header.putObject(entry.getKey());
            described.put("dtype", tensor.dtype().name());
            ArrayNode shape = described.putArray("shape");
            Arrays.stream(tensor.shape().sizes()).forEach(shape::add);
            described.putArray("data_offsets").add(offset).add(offset + tensor.bytes());
            offset += tensor.bytes();
        }
        byte[] json = Json.MAPPER.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        int padded = (LENGTH_BYTES + json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - LENGTH_BYTES;
        byte[] blanks = Arrays.copyOf(json, padded);
        Arrays.fill(blanks, json.length, padded, (byte) ' ');
        return blanks;
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
