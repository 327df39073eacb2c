package hone.engine.format;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.memory.MemoryRegion;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of weights, open for reading. Above 64 MB it is mapped read-only, and tensors that lie at a multiple of 64 bytes
 * are used where they are: the system then reads them as they are needed, and may drop them again, so they are not
 * charged to the engine's budget. All others are read into the caller's region. A mapping lasts as long as a tensor
 * in it can be reached. Numbers are little-endian, as the processors are that the engine runs on.
 */
public final class WeightFile implements AutoCloseable {
    /** Files of fewer bytes are read, not mapped. */
    public static final long LEAST_MAPPED = 64L << 20;

    private static final int CHUNK = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private final long bytes;
    private final @Nullable MemorySegment mapping;

    private WeightFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        bytes = channel.size();
        mapping = bytes > LEAST_MAPPED ? channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, Arena.ofAuto()) : null;
    }

    /** @throws InvalidInput if there is no such file, or it cannot be read */
    public static WeightFile open(Path path) {
        if (!Files.isRegularFile(path)) {
            throw new InvalidInput(
                    "cannot read the file", path.toString(), Files.exists(path) ? "it is not a file" : "there is none");
        }
        try {
            return opened(path, FileChannel.open(path, StandardOpenOption.READ));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static WeightFile opened(Path path, FileChannel channel) throws IOException {
        try {
            return new WeightFile(path, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    /** Its length. */
    public long bytes() {
        return bytes;
    }

    /** Whether it is mapped. */
    public boolean mapped() {
        return mapping != null;
    }

    /**
     * The tensor that lies at this byte.
     *
     * @param region where it goes, unless it can be used in place
     * @throws InvalidInput if the file ends before it does
     */
    public Tensor tensor(long position, DType dtype, Shape shape, MemoryRegion region) {
        long size = Math.multiplyExact(shape.elements(), dtype.bytes());
        require(position, size);
        if (mapping != null) {
            MemorySegment there = mapping.asSlice(position, size);
            if (there.address() % MemoryRegion.ALIGNMENT == 0) {
                return new Tensor(shape, dtype, there);
            }
        }
        Tensor tensor = region.tensor(dtype, shape);
        read(position, tensor.segment());
        return tensor;
    }

    /**
     * Copies what lies at this byte, as much as the target holds.
     *
     * @throws InvalidInput if the file ends before that
     */
    public void read(long position, MemorySegment target) {
        require(position, target.byteSize());
        if (mapping != null) {
            MemorySegment.copy(mapping, position, target, 0, target.byteSize());
            return;
        }
        try {
            for (long done = 0; done < target.byteSize(); ) {
                long part = Math.min(CHUNK, target.byteSize() - done);
                int read = channel.read(target.asSlice(done, part).asByteBuffer(), position + done);
                if (read < 0) {
                    throw wrong("byte " + (position + done), "the file has become shorter while it was read");
                }
                done += read;
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private void require(long position, long size) {
        if (position < 0 || size > bytes - position) {
            throw wrong("byte " + position, size + " bytes are due of " + (bytes - position) + " that are left");
        }
    }

    private InvalidInput wrong(String where, String why) {
        return new InvalidInput("the file is cut short", path + ", " + where, why);
    }

    private static InvalidInput unreadable(Path path, IOException e) {
        return new InvalidInput("cannot read the file", path.toString(), IoReason.of(e));
    }

    /** Closes the file; tensors that are used in place stay. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }
}
