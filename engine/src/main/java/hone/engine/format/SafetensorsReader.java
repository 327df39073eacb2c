package hone.engine.format;

import hone.engine.InvalidInput;
import hone.engine.memory.MemoryRegion;
import hone.engine.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;

/** Reads all tensors of a safetensors file, or of one that is a resource of the program. */
public final class SafetensorsReader {
    private static final int CHUNK = 1 << 20;

    private SafetensorsReader() {}

    /**
     * Reads a file; large ones are mapped.
     *
     * @param region where tensors go that are not used in place
     * @throws InvalidInput if there is no such file, or it is not what a safetensors file must be
     */
    public static Safetensors read(Path path, MemoryRegion region) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            if (!file.mapped()) {
                region.budget().require(file.dataBytes(), "the tensors of " + path);
            }
            LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
            for (String name : file.types().keySet()) {
                tensors.put(name, file.tensor(name, region));
            }
            return new Safetensors(file.metadata(), tensors);
        }
    }

    /** Reads from memory or a resource of {@code bytes} bytes. */
    static Safetensors read(String place, InputStream in, long bytes, MemoryRegion region) throws IOException {
        SafetensorsHeader header = new SafetensorsHeaderReader(place, bytes).read(in);
        region.budget().require(bytes - header.dataStart(), "the tensors of " + place);
        LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
        ReadableByteChannel channel = Channels.newChannel(in);
        for (var entry : header.tensors().entrySet()) {
            Tensor tensor =
                    region.tensor(entry.getValue().dtype(), entry.getValue().shape());
            fill(tensor.segment(), channel, place + ", " + entry.getKey());
            tensors.put(entry.getKey(), tensor);
        }
        return new Safetensors(header.metadata(), tensors);
    }

    private static void fill(MemorySegment segment, ReadableByteChannel channel, String where) throws IOException {
        long offset = 0;
        while (offset < segment.byteSize()) {
            long size = Math.min(CHUNK, segment.byteSize() - offset);
            int read = channel.read(segment.asSlice(offset, size).asByteBuffer());
            if (read < 0) {
                throw new InvalidInput(
                        "this is not a usable safetensors file", where, "the file ends in the middle of it");
            }
            offset += read;
        }
    }
}
