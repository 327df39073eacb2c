package hone.profiler.bench.kernels;

import hone.engine.InvalidInput;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.activation.Relu;
import hone.engine.op.attention.Attention;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.matmul.F16Linear;
import hone.engine.op.matmul.Int4Linear;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.MatMul;
import hone.engine.op.normalization.Softmax;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The ops that are timed and at which sizes. */
public final class KernelSubjects {
    /** What may be asked for by name. */
    public static final List<String> NAMES =
            List.of("matmul", "linear", "int8", "int4", "f16", "conv", "attention", "relu", "softmax");

    private static final int GROUP = 32;
    private static final int SOFTMAX_WIDTH = 1024;
    private static final int HEADS = 4;
    private static final int HEAD_DIM = 64;

    private final MemoryRegion region;
    private final boolean quick;

    /**
     * Subjects whose operands lie in this region.
     *
     * @param quick whether only the smallest size of each op is wanted
     */
    KernelSubjects(MemoryRegion region, boolean quick) {
        this.region = region;
        this.quick = quick;
    }

    /** @throws InvalidInput if there is no such op to time */
    public static void check(List<String> names) {
        for (String name : names) {
            if (!NAMES.contains(name)) {
                throw new InvalidInput("there is no such op to time", name, "the ops are " + String.join(", ", NAMES));
            }
        }
    }

    /** The subjects of one op, smallest first. */
    List<KernelSubject> of(String name) {
        Stream<KernelSubject> all = switch (name) {
            case "matmul" -> sizes(64, 128, 256, 512, 1024).mapToObj(this::square);
            case "linear" -> sizes(1, 8, 32, 256).mapToObj(batch -> linear(batch, 784, 128));
            case "int8" -> sizes(1, 32).mapToObj(batch -> int8(batch, 1024, 1024));
            case "int4" -> sizes(1, 32).mapToObj(batch -> int4(batch, 1024, 1024));
            case "f16" -> sizes(1, 32).mapToObj(batch -> f16(batch, 1024, 1024));
            case "conv" -> Stream.of(conv(1, 16, 28), conv(16, 32, 14)).limit(quick ? 1 : 2);
            case "attention" -> sizes(64, 512).mapToObj(this::attention);
            case "relu" -> sizes(8_192, 1 << 20).mapToObj(this::relu);
            case "softmax" -> sizes(64, 1024).mapToObj(this::softmax);
            default -> throw new InvalidInput("there is no such op to time", name, "the ops are " + NAMES);
        };
        return all.toList();
    }

    private IntStream sizes(int... sizes) {
        return IntStream.of(sizes).limit(quick ? 1 : sizes.length);
    }

    private static String product(int m, int k, int n) {
        return m + "×" + k + "×" + n;
    }

    private KernelSubject square(int n) {
        List<TensorType> types = List.of(TensorType.f32(n, n), TensorType.f32(n, n));
        var product = Optional.of(new KernelSubject.Product(n, n, n, false));
        return KernelSubject.of(region, "matmul", product(n, n, n), new MatMul(false, false), types, 2, product);
    }

    private KernelSubject linear(int m, int k, int n) {
        List<TensorType> types = List.of(TensorType.f32(m, k), TensorType.f32(n, k), TensorType.f32(n));
        var product = Optional.of(new KernelSubject.Product(m, k, n, true));
        return KernelSubject.of(region, "linear", product(m, k, n), new Linear(true), types, 1, product);
    }

    private KernelSubject int8(int m, int k, int n) {
        List<TensorType> types = List.of(
                TensorType.f32(m, k), TensorType.of(DType.I8, Shape.of(n, k)), TensorType.f32(n), TensorType.f32(n));
        return KernelSubject.of(region, "int8", product(m, k, n), new Int8Linear(false, 0), types, 1, Optional.empty());
    }

    private KernelSubject int4(int m, int k, int n) {
        Int4Linear op = new Int4Linear(GROUP);
        List<TensorType> types = List.of(
                TensorType.f32(m, k),
                TensorType.of(DType.U8, Shape.of(n, Int4Linear.rowBytes(k))),
                TensorType.f32(n, op.groups(k)),
                TensorType.f32(n));
        return KernelSubject.of(region, "int4", product(m, k, n), op, types, 1, Optional.empty());
    }

    private KernelSubject f16(int m, int k, int n) {
        List<TensorType> types =
                List.of(TensorType.f32(m, k), TensorType.of(DType.F16, Shape.of(n, k)), TensorType.f32(n));
        return KernelSubject.of(region, "f16", product(m, k, n), new F16Linear(), types, 1, Optional.empty());
    }

    private KernelSubject conv(int in, int out, int side) {
        List<TensorType> types =
                List.of(TensorType.f32(1, in, side, side), TensorType.f32(out, in, 3, 3), TensorType.f32(out));
        String shape = "1×" + in + "×" + side + "×" + side + " by " + out + " of 3×3";
        return KernelSubject.of(region, "conv", shape, Conv2d.padded(1), types, 1, Optional.empty());
    }

    private KernelSubject attention(int n) {
        TensorType type = TensorType.f32(1, n, (long) HEADS * HEAD_DIM);
        String shape = HEADS + " heads, " + product(n, HEAD_DIM, n);
        return KernelSubject.of(
                region,
                "attention",
                shape,
                new Attention(HEADS, HEADS, false),
                List.of(type, type, type),
                3,
                Optional.empty());
    }

    private KernelSubject relu(int elements) {
        List<TensorType> types = List.of(TensorType.f32(1, elements));
        return KernelSubject.of(region, "relu", Integer.toString(elements), new Relu(), types, 1, Optional.empty());
    }

    private KernelSubject softmax(int rows) {
        List<TensorType> types = List.of(TensorType.f32(rows, SOFTMAX_WIDTH));
        String shape = rows + "×" + SOFTMAX_WIDTH;
        return KernelSubject.of(region, "softmax", shape, new Softmax(), types, 1, Optional.empty());
    }
}
