package hone.engine.format;

import hone.engine.InvalidInput;
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
public final class SafetensorsWriter {
    private static final int LENGTH_BYTES = 8;
    private static final int ALIGNMENT = 64;
    private static final long CHUNK = 1L << 24;

    private SafetensorsWriter() {}

    /**
     * Writes a file.
     *
     * @throws InvalidInput if it cannot be written, or a reader would refuse it; what was there is unharmed
     */
    public static void write(Path path, Safetensors content) {
        byte[] header = header(content);
        AtomicFile.write(path, channel -> {
            ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writeAll(channel, length.putLong(0, header.length));
            writeAll(channel, ByteBuffer.wrap(header));
            for (Tensor tensor : content.tensors().values()) {
                for (long done = 0; done < tensor.bytes(); done += CHUNK) {
                    long part = Math.min(CHUNK, tensor.bytes() - done);
                    writeAll(channel, tensor.segment().asSlice(done, part).asByteBuffer());
                }
            }
        });
    }

    /** The length the file would have. */
    public static long bytes(Safetensors content) {
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
            check(entry.getKey());
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

    private static void check(String name) {
        if (name.isEmpty() || name.length() > Safetensors.MAX_NAME_LENGTH || name.equals(Safetensors.METADATA)) {
            throw new InvalidInput(
                    "a tensor cannot be written under this name",
                    name,
                    "a name has 1 to " + Safetensors.MAX_NAME_LENGTH + " characters and is not "
                            + Safetensors.METADATA);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
