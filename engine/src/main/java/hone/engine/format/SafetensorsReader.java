package hone.engine.format;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.memory.MemoryRegion;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads safetensors from anyone. Every size is checked against the bytes that are really there before anything is
 * allocated; offsets must follow one another from 0 without a hole or an overlap, and end with the file.
 */
final class SafetensorsReader {
    private static final int LENGTH_BYTES = 8;
    private static final int CHUNK = 1 << 20;

    private final String place;
    private final long fileBytes;
    private final MemoryRegion region;

    private SafetensorsReader(String place, long fileBytes, MemoryRegion region) {
        this.place = place;
        this.fileBytes = fileBytes;
        this.region = region;
    }

    /**
     * @param region where the tensors go
     * @throws InvalidInput if there is no such file, or it is not what a safetensors file must be
     */
    static Safetensors read(Path path, MemoryRegion region) {
        if (!Files.isRegularFile(path)) {
            throw new InvalidInput(
                    "cannot read the file", path.toString(), Files.exists(path) ? "it is not a file" : "there is none");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return new SafetensorsReader(path.toString(), Files.size(path), region).read(in);
        } catch (IOException e) {
            throw new InvalidInput("cannot read the file", path.toString(), IoReason.of(e));
        }
    }

    /** Reads from memory or a resource of {@code bytes} bytes. */
    static Safetensors read(String place, InputStream in, long bytes, MemoryRegion region) throws IOException {
        return new SafetensorsReader(place, bytes, region).read(in);
    }

    private Safetensors read(InputStream in) throws IOException {
        if (fileBytes < LENGTH_BYTES + 2) {
            throw wrong("byte 0", "it has " + fileBytes + " bytes, too few for a header");
        }
        long headerBytes = ByteBuffer.wrap(in.readNBytes(LENGTH_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (headerBytes < 2 || headerBytes > Safetensors.MAX_HEADER_BYTES || headerBytes > fileBytes - LENGTH_BYTES) {
            throw wrong(
                    "byte 0",
                    "its header claims " + Long.toUnsignedString(headerBytes) + " bytes of the "
                            + (fileBytes - LENGTH_BYTES) + " that follow");
        }
        byte[] header = in.readNBytes((int) headerBytes);
        if (header.length < headerBytes || header[0] != '{') {
            throw wrong("byte 8", header.length < headerBytes ? "the header is cut short" : "the header is not JSON");
        }
        JsonNode json = parse(header);
        Map<String, String> metadata = metadata(json);
        return new Safetensors(metadata, tensors(json, in, fileBytes - LENGTH_BYTES - headerBytes));
    }

    private JsonNode parse(byte[] header) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header))
                    .toString();
            JsonNode json = Json.MAPPER.readTree(text);
            if (!json.isObject()) {
                throw wrong("byte 8", "the header is not a JSON object");
            }
            return json;
        } catch (CharacterCodingException e) {
            throw wrong("byte 8", "the header is not UTF-8");
        } catch (JacksonException e) {
            throw wrong("byte 8", "the header is not valid JSON: " + e.getOriginalMessage());
        }
    }

    private Map<String, String> metadata(JsonNode header) {
        Map<String, String> metadata = new HashMap<>();
        JsonNode node = header.path(Safetensors.METADATA);
        if (!node.isMissingNode() && !node.isObject()) {
            throw wrong(Safetensors.METADATA, "it is not an object");
        }
        for (var entry : node.properties()) {
            if (!entry.getValue().isString()) {
                throw wrong(Safetensors.METADATA + "." + entry.getKey(), "it is not a text");
            }
            metadata.put(entry.getKey(), entry.getValue().stringValue());
        }
        return metadata;
    }

    private SequencedMap<String, Tensor> tensors(JsonNode header, InputStream in, long dataBytes) throws IOException {
        LinkedHashMap<String, Described> described = new LinkedHashMap<>();
        for (var entry : header.properties()) {
            if (!entry.getKey().equals(Safetensors.METADATA)) {
                described.put(entry.getKey(), described(entry.getKey(), entry.getValue(), dataBytes));
            }
        }
        if (described.size() > Safetensors.MAX_TENSORS) {
            throw wrong("header", described.size() + " tensors of at most " + Safetensors.MAX_TENSORS);
        }
        var inOrder = described.entrySet().stream()
                .sorted(java.util.Comparator.comparingLong((Map.Entry<String, Described> entry) ->
                                entry.getValue().begin())
                        .thenComparingLong(entry -> entry.getValue().end()))
                .toList();
        checkContiguous(inOrder, dataBytes);
        region.budget().require(dataBytes, "the tensors of " + place);
        LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
        ReadableByteChannel channel = Channels.newChannel(in);
        for (var entry : inOrder) {
            Tensor tensor =
                    region.tensor(entry.getValue().dtype(), entry.getValue().shape());
            fill(tensor.segment(), channel, entry.getKey());
            tensors.put(entry.getKey(), tensor);
        }
        return tensors;
    }

    private void checkContiguous(java.util.List<Map.Entry<String, Described>> inOrder, long dataBytes) {
        long expected = 0;
        for (var entry : inOrder) {
            if (entry.getValue().begin() != expected) {
                throw wrong(
                        entry.getKey(),
                        "it begins at data byte " + entry.getValue().begin() + " where byte " + expected + " was due");
            }
            expected = entry.getValue().end();
        }
        if (expected != dataBytes) {
            throw wrong(
                    "data byte " + expected,
                    "the tensors end here, the file " + (dataBytes - expected) + " bytes later");
        }
    }

    /** One tensor as its header entry describes it; offsets in bytes from the end of the header. */
    private record Described(DType dtype, Shape shape, long begin, long end) {}

    private Described described(String name, JsonNode node, long dataBytes) {
        if (name.isEmpty() || name.length() > Safetensors.MAX_NAME_LENGTH) {
            throw wrong("header", "a tensor's name has " + name.length() + " characters");
        }
        Optional<DType> dtype = DType.named(node.path("dtype").asString(""));
        JsonNode sizes = node.path("shape");
        JsonNode offsets = node.path("data_offsets");
        if (dtype.isEmpty() || !node.path("dtype").isString()) {
            throw wrong(name, "its dtype is " + node.path("dtype"));
        }
        if (!sizes.isArray() || sizes.size() > Shape.MAX_RANK || !offsets.isArray() || offsets.size() != 2) {
            throw wrong(name, "its shape or its data_offsets are not as they must be");
        }
        long[] shape = new long[sizes.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = whole(name, sizes.get(i));
        }
        long begin = whole(name, offsets.get(0));
        long end = whole(name, offsets.get(1));
        if (begin > end || end > dataBytes) {
            throw wrong(name, "its data_offsets are " + begin + " to " + end + " of " + dataBytes + " bytes");
        }
        Shape checked = shape(name, shape);
        if (checked.elements() * dtype.get().bytes() != end - begin) {
            throw wrong(
                    name, "its shape " + checked + " of " + dtype.get() + " does not take " + (end - begin) + " bytes");
        }
        return new Described(dtype.get(), checked, begin, end);
    }

    private Shape shape(String name, long[] sizes) {
        try {
            return Shape.of(sizes);
        } catch (InvalidInput e) {
            throw wrong(name, e.getMessage());
        }
    }

    private long whole(String name, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw wrong(name, node + " is not a size");
        }
        return node.longValue();
    }

    private void fill(MemorySegment segment, ReadableByteChannel channel, String name) throws IOException {
        long offset = 0;
        while (offset < segment.byteSize()) {
            long size = Math.min(CHUNK, segment.byteSize() - offset);
            int read = channel.read(segment.asSlice(offset, size).asByteBuffer());
            if (read < 0) {
                throw wrong(name, "the file ends in the middle of it");
            }
            offset += read;
        }
    }

    private InvalidInput wrong(String where, String why) {
        return new InvalidInput("this is not a usable safetensors file", place + ", " + where, why);
    }
}
