package hone.engine.format.llama2c;

import hone.engine.InvalidInput;
import hone.engine.format.WeightFile;
import hone.engine.memory.MemoryRegion;
import hone.engine.model.Gpt;
import hone.engine.model.GptDimensions;
import hone.engine.model.GptForm;
import hone.engine.model.GptWeights;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the checkpoints of karpathy/llama2.c (its export.py writes them): version 0, float32, and version 2, INT8 in groups,
 * which become our INT8 weights byte for byte. Matrices of one kind follow one another layer by layer. The header says
 * how long the file must be, to the byte, which is checked before any weight is read.
 */
public final class Llama2cCheckpoint {
    private static final String[] FLOAT32_MATRICES = {
        "attention.norm",
        "attention.q",
        "attention.k",
        "attention.v",
        "attention.out",
        "feedForward.norm",
        "feedForward.gate",
        "feedForward.down",
        "feedForward.up"
    };
    private static final String[] INT8_MATRICES = {
        "attention.q",
        "attention.k",
        "attention.v",
        "attention.out",
        "feedForward.gate",
        "feedForward.down",
        "feedForward.up"
    };

    private final WeightFile file;
    private final Llama2cHeader header;
    private final MemoryRegion region;
    private final Map<String, Tensor> weights = new HashMap<>();
    private long position;

    private Llama2cCheckpoint(WeightFile file, Llama2cHeader header, MemoryRegion region) {
        this.file = file;
        this.header = header;
        this.region = region;
        position = header.bytes();
    }

    /**
     * Loads a checkpoint.
     *
     * @param region where the weights go, unless they are used in place
     * @throws InvalidInput if there is no such file, or it is neither version
     */
    public static GptWeights load(Path path, MemoryRegion region) {
        try (WeightFile file = WeightFile.open(path)) {
            Llama2cHeader header = Llama2cHeader.read(file);
            long due = due(header);
            if (file.bytes() != due) {
                throw new InvalidInput(
                        "this is not a usable llama2.c checkpoint",
                        path.toString(),
                        "its header promises " + due + " bytes, the file has " + file.bytes());
            }
            return new Llama2cCheckpoint(file, header, region).load();
        }
    }

    /** Whether a file is one by its first bytes (version 2), or by the length that its header promises (version 0). */
    public static boolean is(Path path) {
        try (WeightFile file = WeightFile.open(path)) {
            return Llama2cHeader.later(file) || due(Llama2cHeader.read(file)) == file.bytes();
        } catch (InvalidInput _) {
            return false;
        }
    }

    /** The length of the file, on numbers that cannot overflow: no size is above 2²⁴, no more than 10,000 layers. */
    private static long due(Llama2cHeader header) {
        GptDimensions sizes = header.dimensions();
        long width = sizes.width();
        double estimate =
                (double) sizes.layers() * width * (2.0 * width + 2.0 * sizes.kvWidth() + 3.0 * sizes.hidden());
        if (estimate > 0x1p59) {
            return Long.MAX_VALUE;
        }
        long vectors = (2L * sizes.layers() + 1) * width;
        long matrices = sizes.layers() * width * (2 * width + 2L * sizes.kvWidth() + 3L * sizes.hidden());
        long tables = (header.shared() ? 1L : 2L) * sizes.vocabulary() * width;
        if (header.groupSize() == 0) {
            long rotation = (long) sizes.context() * (sizes.headDim() / 2) * 2;
            return header.bytes() + Float.BYTES * (vectors + matrices + tables + rotation);
        }
        return header.bytes()
                + Float.BYTES * vectors
                + (matrices + tables) / header.groupSize() * (header.groupSize() + Float.BYTES);
    }

    private GptWeights load() {
        GptForm form = GptForm.LLAMA.withTied(header.shared()).withGroupSize(header.groupSize());
        if (header.groupSize() == 0) {
            float32();
        } else {
            int8();
        }
        return new GptWeights("gpt", header.dimensions(), form, weights);
    }

    private void float32() {
        GptDimensions sizes = header.dimensions();
        weights.put(Gpt.TABLE, next(DType.F32, Shape.of(sizes.vocabulary(), sizes.width())));
        for (String matrix : FLOAT32_MATRICES) {
            for (int layer = 0; layer < sizes.layers(); layer++) {
                weights.put(name(layer, matrix), next(DType.F32, shape(matrix)));
            }
        }
        weights.put("norm.weight", next(DType.F32, Shape.of(sizes.width())));
        position += 2L * sizes.context() * (sizes.headDim() / 2) * Float.BYTES; // cosines and sines, which kernels make
        if (!header.shared()) {
            weights.put(Gpt.OUTPUT, next(DType.F32, Shape.of(sizes.vocabulary(), sizes.width())));
        }
    }

    private void int8() {
        GptDimensions sizes = header.dimensions();
        for (String norm : new String[] {"attention.norm", "feedForward.norm"}) {
            for (int layer = 0; layer < sizes.layers(); layer++) {
                weights.put(name(layer, norm), next(DType.F32, shape(norm)));
            }
        }
        weights.put("norm.weight", next(DType.F32, Shape.of(sizes.width())));
        Shape table = Shape.of(sizes.vocabulary(), sizes.width());
        linear("output", table);
        weights.put(Gpt.TABLE, widened(weight(Gpt.OUTPUT), weight(Gpt.OUTPUT + ".scale")));
        for (String matrix : INT8_MATRICES) {
            for (int layer = 0; layer < sizes.layers(); layer++) {
                linear("layers." + layer + "." + matrix, shape(matrix));
            }
        }
        if (!header.shared()) {
            linear("output", table);
        }
    }

    /** A matrix of bytes, a scale for each of its groups, and zeros as the bias that our INT8 layers have. */
    private void linear(String layer, Shape shape) {
        long out = shape.size(0);
        weights.put(layer + ".weight", next(DType.I8, shape));
        weights.put(layer + ".weight.scale", next(DType.F32, Shape.of(out, shape.size(1) / header.groupSize())));
        weights.put(layer + ".bias", region.tensor(DType.F32, Shape.of(out)));
    }

    /** What the bytes of a table stand for, since an embedding copies float32 rows: byte times scale, as runq does. */
    private Tensor widened(Tensor bytes, Tensor scales) {
        Tensor wide = region.tensor(DType.F32, bytes.shape());
        int group = header.groupSize();
        long groups = scales.shape().elements();
        for (long g = 0; g < groups; g++) {
            float scale = scales.getFloat(g);
            for (long i = g * group; i < (g + 1) * group; i++) {
                wide.setFloat(i, bytes.segment().get(ValueLayout.JAVA_BYTE, i) * scale);
            }
        }
        return wide;
    }

    private Tensor weight(String name) {
        Tensor tensor = weights.get(name);
        if (tensor == null) {
            throw new IllegalStateException("read before: " + name);
        }
        return tensor;
    }

    private Shape shape(String matrix) {
        GptDimensions sizes = header.dimensions();
        return switch (matrix) {
            case "attention.q", "attention.out" -> Shape.of(sizes.width(), sizes.width());
            case "attention.k", "attention.v" -> Shape.of(sizes.kvWidth(), sizes.width());
            case "feedForward.gate", "feedForward.up" -> Shape.of(sizes.hidden(), sizes.width());
            case "feedForward.down" -> Shape.of(sizes.width(), sizes.hidden());
            default -> Shape.of(sizes.width());
        };
    }

    private static String name(int layer, String matrix) {
        return "layers." + layer + "." + matrix + ".weight";
    }

    private Tensor next(DType dtype, Shape shape) {
        Tensor tensor = file.tensor(position, dtype, shape, region);
        position += tensor.bytes();
        return tensor;
    }
}
