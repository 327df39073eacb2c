package hone.engine.format;

import hone.engine.InvalidInput;
import hone.engine.IoReason;
import hone.engine.memory.MemoryRegion;
import hone.engine.tensor.DType;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * An open safetensors file whose header has been read and checked; tensors are read when they are asked for, or used where
 * they lie if the file is large enough to be mapped ({@link WeightFile}). The format is that of
 * github.com/huggingface/safetensors; F32, F16, BF16, I8, U8, I32 and I64 are read, other types are refused.
 */
public final class SafetensorsFile implements AutoCloseable {
    /** Bytes that are widened at a time. */
    private static final int CHUNK = 1 << 20;

    private final WeightFile file;
    private final SafetensorsHeader header;
    private final SequencedMap<String, TensorType> types = new LinkedHashMap<>();

    private SafetensorsFile(WeightFile file, SafetensorsHeader header) {
        this.file = file;
        this.header = header;
        header.tensors().forEach((name, tensor) -> types.put(name, TensorType.of(tensor.dtype(), tensor.shape())));
    }

    /** @throws InvalidInput if there is no such file, or it is not what a safetensors file must be */
    public static SafetensorsFile open(Path path) {
        WeightFile file = WeightFile.open(path);
        boolean read = false;
        try (InputStream in = Files.newInputStream(path)) {
            SafetensorsHeader header = new SafetensorsHeaderReader(path.toString(), file.bytes()).read(in);
            read = true;
            return new SafetensorsFile(file, header);
        } catch (IOException e) {
            throw new InvalidInput("cannot read the file", path.toString(), IoReason.of(e));
        } finally {
            if (!read) {
                file.close();
            }
        }
    }

    public Path path() {
        return file.path();
    }

    /** Length of the file. */
    public long bytes() {
        return file.bytes();
    }

    /** Texts by key. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(header.metadata());
    }

    /** Types of all tensors by name, in the order of the data. */
    public SequencedMap<String, TensorType> types() {
        return Collections.unmodifiableSequencedMap(types);
    }

    /** Bytes of all tensors together. */
    public long dataBytes() {
        return file.bytes() - header.dataStart();
    }

    /** Whether tensors may be used where they lie. */
    public boolean mapped() {
        return file.mapped();
    }

    /**
     * A tensor as it is kept.
     *
     * @param region where it goes, unless it is used in place
     * @throws InvalidInput if there is none of that name
     */
    public Tensor tensor(String name, MemoryRegion region) {
        SafetensorsHeader.Described tensor = described(name);
        return file.tensor(header.dataStart() + tensor.begin(), tensor.dtype(), tensor.shape(), region);
    }

    /**
     * A tensor as float32: F32 as it is, F16 and BF16 widened, which is exact.
     *
     * @param region where it goes, unless it is used in place
     * @throws InvalidInput if there is none of that name, or its elements are integers
     */
    public Tensor float32(String name, MemoryRegion region) {
        SafetensorsHeader.Described described = described(name);
        DType dtype = described.dtype();
        if (dtype == DType.F32) {
            return tensor(name, region);
        }
        if (dtype != DType.F16 && dtype != DType.BF16) {
            throw new InvalidInput(
                    "a weight is not of floating-point numbers", file.path() + ", " + name, "it is " + dtype);
        }
        Tensor wide = region.tensor(DType.F32, described.shape());
        long elements = described.shape().elements();
        byte[] chunk = new byte[(int) Math.min(CHUNK, elements * dtype.bytes())];
        for (long done = 0; done < elements; ) {
            int count = (int) Math.min(chunk.length / dtype.bytes(), elements - done);
            MemorySegment part = MemorySegment.ofArray(chunk).asSlice(0, (long) count * dtype.bytes());
            file.read(header.dataStart() + described.begin() + done * dtype.bytes(), part);
            HalfPrecision.widen(part, dtype, wide.segment(), done);
            done += count;
        }
        return wide;
    }

    private SafetensorsHeader.Described described(String name) {
        SafetensorsHeader.Described tensor = header.tensors().get(name);
        if (tensor == null) {
            throw new InvalidInput("the file has no such tensor", file.path().toString(), "it lacks " + name);
        }
        return tensor;
    }

    /** Closes the file; tensors that are used in place stay. */
    @Override
    public void close() {
        file.close();
    }
}
