package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hone.engine.op.attention.Attention;
import hone.engine.op.attention.CachedAttention;
import hone.engine.op.attention.ScaledDotProduct;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every rung of attention against the definition in double precision. The tolerance is 2⁻²²·(2·√headDim·max|Q|·max|K| +
 * √keys)·max|V|: an error of a score changes its weight by as much, relatively, and a weighted sum of so many values
 * rounds that often.
 */
final class AttentionCheck {
    private AttentionCheck() {}

    static Stream<Kernel<ScaledDotProduct>> kernels() {
        return Kernels.of((ScaledDotProduct) new Attention(1, 1, true)).stream();
    }

    static void check(Kernel<ScaledDotProduct> kernel, Attention op, int batch, int seq, int keys, int headDim) {
        try (KernelRig rig = rig(op, batch, seq, keys, headDim)) {
            rig.output().segment().fill((byte) -1); // NaN, so that nothing of what stood there may count
            Prepared prepared = rig.prepare(kernel);
            rig.run(prepared);
            compare(kernel, rig);
        }
    }

    static void compare(Kernel<ScaledDotProduct> kernel, KernelRig rig) {
        double[] expected = AttentionOracle.result(rig);
        float[] actual = rig.result();
        ScaledDotProduct op = (ScaledDotProduct) rig.op();
        int keys = AttentionOracle.keys(rig);
        double headDim = (double) rig.operands().inputSize(0, 2) / op.heads();
        double product = largest(rig, 0) * largest(rig, 1);
        double tolerance =
                Math.scalb(2 * Math.sqrt(headDim) * product + Math.sqrt((double) keys), -22) * largest(rig, 2);
        for (int i = 0; i < expected.length; i++) {
            String which = kernel.id() + " " + op + " " + rig.site().inputs() + " at " + i;
            assertFalse(Double.isNaN(expected[i]), which);
            assertEquals(expected[i], actual[i], tolerance, which);
        }
    }

    /** The largest magnitude of an input among its numbers. */
    private static double largest(KernelRig rig, int input) {
        double largest = 0;
        for (float x : rig.input(input).toFloats()) {
            largest = Float.isNaN(x) ? largest : Math.max(largest, Math.abs(x));
        }
        return Math.max(1, largest);
    }

    static KernelRig rig(Attention op, int batch, int seq, int keys, int headDim) {
        TensorType q = TensorType.f32(batch, seq, (long) op.heads() * headDim);
        TensorType k = TensorType.f32(batch, keys, (long) op.kvHeads() * headDim);
        return Runs.fill(new KernelRig(op, List.of(q, k, k), List.of(), 3), seq * 31L + keys * 7L + headDim);
    }

    static KernelRig cached(CachedAttention op, int seq, int positions, int headDim, int position) {
        TensorType q = TensorType.f32(1, seq, (long) op.heads() * headDim);
        TensorType k = TensorType.f32(positions, (long) op.kvHeads() * headDim);
        TensorType at = TensorType.of(DType.I32, Shape.of(1));
        KernelRig rig = Runs.fill(new KernelRig(op, List.of(q, k, k, at), List.of(), 3), seq + 7L * headDim);
        rig.input(3).segment().setAtIndex(ValueLayout.JAVA_INT, 0, position);
        return rig;
    }
}
