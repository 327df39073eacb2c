package hone.engine.kernel;

import hone.engine.graph.Op;
import hone.engine.op.attention.Attention;
import hone.engine.op.matmul.F16Linear;
import hone.engine.op.matmul.Int4Linear;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.MatMul;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The sites that {@link KernelBench} and the JMH benchmarks time kernels at, filled with random numbers. */
final class BenchRigs {
    private BenchRigs() {}

    /** Attention of four heads among as many keys as queries. */
    static KernelRig attention(int n, int headDim, boolean causal) {
        TensorType type = TensorType.f32(1, n, 4L * headDim);
        return floats(new Attention(4, 4, causal), List.of(type, type, type), List.of());
    }

    /** One layer in all its forms: float32, pruned to several sparsities, INT8 with either kind of activations. */
    static List<KernelRig> layers(int m, int k, int n) {
        List<KernelRig> rigs = new ArrayList<>();
        rigs.add(linear(m, k, n, 0));
        for (double sparsity : new double[] {0.5, 0.7, 0.8, 0.9, 0.95}) {
            rigs.add(linear(m, k, n, sparsity));
        }
        rigs.add(int8(m, k, n, false));
        rigs.add(int8(m, k, n, true));
        return rigs;
    }

    /** One layer with weights of 32, 16, 8 and 4 bits, the latter two with scales for groups as well. */
    static List<KernelRig> bits(int m, int k, int n) {
        TensorType x = TensorType.f32(m, k);
        Int4Linear int4 = new Int4Linear(128);
        Int8Linear grouped = new Int8Linear(false, 32);
        return List.of(
                linear(m, k, n, 0),
                floats(
                        new F16Linear(),
                        List.of(x, TensorType.of(DType.F16, Shape.of(n, k)), TensorType.f32(n)),
                        List.of(1, 2)),
                int8(m, k, n, false),
                floats(
                        grouped,
                        List.of(
                                x,
                                TensorType.of(DType.I8, Shape.of(n, k)),
                                TensorType.f32(n, grouped.groups(k)),
                                TensorType.f32(n)),
                        List.of(1, 2, 3)),
                floats(
                        int4,
                        List.of(
                                x,
                                TensorType.of(DType.U8, Shape.of(n, Int4Linear.rowBytes(k))),
                                TensorType.f32(n, int4.groups(k)),
                                TensorType.f32(n)),
                        List.of(1, 2, 3)));
    }

    /** One layer pruned in blocks of four outputs by one input, and with two zeros in every four inputs. */
    static List<KernelRig> patterns(int m, int k, int n) {
        List<KernelRig> rigs = new ArrayList<>(List.of(linear(m, k, n, 0)));
        Random random = new Random(13);
        for (double sparsity : new double[] {0.5, 0.7, 0.8, 0.9}) {
            KernelRig rig = linear(m, k, n, 0);
            for (int e = 0; e < n / 4 * k; e++) {
                boolean pruned = random.nextDouble() < sparsity;
                for (int row = 0; row < 4 && pruned; row++) {
                    rig.input(1).setFloat((long) (e / k * 4 + row) * k + e % k, 0);
                }
            }
            rigs.add(rig);
        }
        KernelRig half = linear(m, k, n, 0);
        for (int e = 0; e < n * k; e++) {
            if (e % 4 == e / 4 % 2 || e % 4 == 2 + e / 8 % 2) {
                half.input(1).setFloat(e, 0);
            }
        }
        rigs.add(half);
        return rigs;
    }

    static KernelRig linear(int m, int k, int n, double sparsity) {
        KernelRig rig = floats(
                new Linear(true),
                List.of(TensorType.f32(m, k), TensorType.f32(n, k), TensorType.f32(n)),
                List.of(1, 2));
        prune(rig.input(1), sparsity);
        return rig;
    }

    static KernelRig matMul(int m, int k, int n, List<Integer> constants) {
        return floats(new MatMul(false, false), List.of(TensorType.f32(m, k), TensorType.f32(k, n)), constants);
    }

    static KernelRig training(boolean transposeA, boolean transposeB, int m, int k, int n) {
        return floats(
                new MatMul(transposeA, transposeB),
                List.of(
                        transposeA ? TensorType.f32(k, m) : TensorType.f32(m, k),
                        transposeB ? TensorType.f32(n, k) : TensorType.f32(k, n)),
                List.of());
    }

    static KernelRig int8(int m, int k, int n, boolean activations) {
        List<TensorType> types = new ArrayList<>(List.of(
                TensorType.f32(m, k), TensorType.of(DType.I8, Shape.of(n, k)), TensorType.f32(n), TensorType.f32(n)));
        if (activations) {
            types.add(TensorType.f32(1));
        }
        KernelRig rig = floats(new Int8Linear(activations), types, List.of(1, 2, 3, 4));
        if (activations) {
            rig.input(4).setFloat(0, 0.5F / 127);
        }
        return rig;
    }

    static KernelRig floats(Op op, List<TensorType> types, List<Integer> constants) {
        KernelRig rig = new KernelRig(op, types, constants, 1);
        Random random = new Random(7);
        for (int i = 0; i < types.size(); i++) {
            Tensor input = rig.input(i);
            for (long e = 0; e < input.shape().elements(); e++) {
                if (input.dtype() == DType.F32) {
                    input.setFloat(e, random.nextFloat() - 0.5F);
                } else if (input.dtype() == DType.F16) {
                    short half = Float.floatToFloat16(random.nextFloat() - 0.5F);
                    input.segment().setAtIndex(ValueLayout.JAVA_SHORT, e, half);
                } else {
                    input.segment().setAtIndex(ValueLayout.JAVA_BYTE, e, (byte) (random.nextInt(255) - 127));
                }
            }
        }
        return rig;
    }

    static void prune(Tensor weight, double sparsity) {
        Random random = new Random(11);
        for (long e = 0; e < weight.shape().elements(); e++) {
            if (random.nextDouble() < sparsity) {
                weight.setFloat(e, 0);
            }
        }
    }

    static double sparsity(KernelRig rig) {
        float[] weight = rig.input(1).toFloats();
        int zeros = 0;
        for (float w : weight) {
            zeros += w == 0 ? 1 : 0;
        }
        return (double) zeros / weight.length;
    }
}
