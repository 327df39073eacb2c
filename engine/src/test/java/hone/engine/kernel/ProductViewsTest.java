package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.memory.Category;
import hone.engine.op.matmul.MatMul;
import hone.engine.op.matmul.MatrixProduct;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rung of the matrix product on many pairs of matrices, and on views whose rows have gaps between them. */
@Tag("kernels")
class ProductViewsTest {
    /** Leading dimensions of A and of B, and m × k × n. */
    private record Size(long[] a, long[] b, int m, int k, int n) {}

    private static final List<Size> SIZES = List.of(
            new Size(new long[] {3}, new long[] {3}, 1, 3, 13),
            new Size(new long[] {2, 3}, new long[] {2, 3}, 13, 64, 33),
            new Size(new long[] {5}, new long[] {}, 7, 13, 31),
            new Size(new long[] {}, new long[] {4}, 9, 33, 17),
            new Size(new long[] {2, 1}, new long[] {3}, 3, 65, 64),
            new Size(new long[] {1, 2}, new long[] {4, 1}, 33, 13, 5),
            new Size(new long[] {2}, new long[] {2}, 66, 21, 530),
            new Size(new long[] {0}, new long[] {0}, 2, 3, 4),
            new Size(new long[] {2}, new long[] {2}, 3, 0, 4));

    static Stream<Kernel<MatrixProduct>> kernels() {
        return Kernels.of((MatrixProduct) new MatMul(false, false)).stream().filter(kernel -> !kernel.sparse());
    }

    private static List<MatMul> ops() {
        return List.of(
                new MatMul(false, false), new MatMul(false, true), new MatMul(true, false), new MatMul(true, true));
    }

    private static KernelRig rig(MatMul op, Size size, List<Integer> constants) {
        TensorType a = type(size.a(), op.transposeA() ? size.k() : size.m(), op.transposeA() ? size.m() : size.k());
        TensorType b = type(size.b(), op.transposeB() ? size.n() : size.k(), op.transposeB() ? size.k() : size.n());
        return Runs.fill(new KernelRig(op, List.of(a, b), constants, 3), 17L * size.m() + size.n());
    }

    private static TensorType type(long[] leading, long rows, long columns) {
        long[] sizes = java.util.Arrays.copyOf(leading, leading.length + 2);
        sizes[leading.length] = rows;
        sizes[leading.length + 1] = columns;
        return TensorType.f32(sizes);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void multipliesEachPair(Kernel<MatrixProduct> kernel) {
        Runs.runnable(kernel);
        for (Size size : SIZES) {
            for (MatMul op : ops()) {
                for (List<Integer> constants : List.of(List.<Integer>of(), List.of(1))) {
                    try (KernelRig rig = rig(op, size, constants)) {
                        Prepared prepared = rig.prepare(kernel);
                        rig.run(prepared);
                        compare(kernel, op, rig, size.k());
                        rig.run(prepared);
                        compare(kernel, op, rig, size.k());
                        Runs.sameBitsInAnyOrder(rig, kernel);
                        Runs.chargesWhatItAnnounced(rig, kernel);
                    }
                }
            }
        }
    }

    /** The columns from the fifth on of matrices wider by eleven: rows at odd distances, as queries among keys and values. */
    @ParameterizedTest
    @MethodSource("kernels")
    void readsViewsWhoseRowsAreFurtherApart(Kernel<MatrixProduct> kernel) {
        Runs.runnable(kernel);
        for (Size size : SIZES) {
            for (MatMul op : ops()) {
                try (KernelRig rig = rig(op, size, List.of())) {
                    view(rig, 0);
                    view(rig, 1);
                    rig.run(rig.prepare(kernel));
                    compare(kernel, op, rig, size.k());
                    Runs.sameBitsInAnyOrder(rig, kernel);
                }
            }
        }
        for (int[] size : new int[][] {{1, 3, 13}, {13, 207, 64}, {70, 300, 530}}) {
            for (MatMul op : ops()) {
                Size one = new Size(new long[0], new long[0], size[0], size[1], size[2]);
                try (KernelRig rig = rig(op, one, List.of())) {
                    view(rig, 0);
                    view(rig, 1);
                    rig.run(rig.prepare(kernel));
                    compare(kernel, op, rig, size[1]);
                }
            }
        }
    }

    private static void view(KernelRig rig, int input) {
        Shape shape = rig.input(input).shape();
        long columns = shape.size(shape.rank() - 1);
        long rows = 1;
        for (int d = 0; d < shape.rank() - 1; d++) {
            rows *= shape.size(d);
        }
        Tensor wide = rig.open(Category.DATA).tensor(DType.F32, Shape.of(rows + 1, columns + 11));
        Random random = new Random(rows);
        for (long i = 0; i < wide.shape().elements(); i++) {
            wide.setFloat(i, random.nextFloat() * 2 - 1);
        }
        rig.operands().bindInput(input, wide.segment().asSlice(5L * Float.BYTES));
        rig.operands().strideInput(input, columns + 11);
    }

    /** The definition, from the operands as they are bound. */
    private static void compare(Kernel<MatrixProduct> kernel, MatMul op, KernelRig rig, int k) {
        Operands operands = rig.operands();
        Shape shape = rig.output().shape();
        int rank = shape.rank();
        long n = shape.size(rank - 1);
        double tolerance = Math.scalb(1.0, -22) * Math.max(1, k);
        for (long e = 0; e < shape.elements(); e++) {
            long j = e % n;
            long i = e / n % shape.size(rank - 2);
            long pair = e / n / shape.size(rank - 2);
            double sum = 0;
            for (long p = 0; p < k; p++) {
                sum += element(operands, shape, 0, pair, op.transposeA() ? p : i, op.transposeA() ? i : p)
                        * element(operands, shape, 1, pair, op.transposeB() ? j : p, op.transposeB() ? p : j);
            }
            assertEquals(
                    sum,
                    rig.output().getFloat(e),
                    tolerance,
                    kernel.id() + " " + op + " " + rig.site().inputs() + " at " + e);
        }
    }

    private static double element(Operands operands, Shape result, int input, long pair, long row, long column) {
        int rank = operands.inputRank(input);
        long matrix = 0;
        long step = 1;
        long left = pair;
        for (int d = 1; d <= result.rank() - 2; d++) {
            long index = left % result.size(result.rank() - 2 - d);
            left /= result.size(result.rank() - 2 - d);
            if (rank - 2 - d >= 0) {
                long size = operands.inputSize(input, rank - 2 - d);
                matrix += size == 1 ? 0 : index * step;
                step *= size;
            }
        }
        long rows = operands.inputSize(input, rank - 2);
        long at = (matrix * rows + row) * operands.inputRowStride(input) + column;
        return operands.input(input).getAtIndex(ValueLayout.JAVA_FLOAT, at);
    }

    @Test
    void leadingDimensionsThatDoNotFitAreNamed() {
        InvalidInput refused = assertThrows(
                InvalidInput.class,
                () -> new MatMul(false, false).infer(List.of(TensorType.f32(2, 3, 4), TensorType.f32(5, 4, 6))));
        assertTrue(refused.getMessage().contains("2 vs 5"), refused.getMessage());
    }

    @Test
    void theCostCountsEveryPair() {
        MatMul op = new MatMul(true, false);
        List<TensorType> inputs = List.of(TensorType.f32(2, 1, 5, 3), TensorType.f32(7, 5, 11));
        List<TensorType> outputs = op.infer(inputs);
        assertEquals(List.of(TensorType.f32(2, 7, 3, 11)), outputs);
        var cost = op.cost(inputs, outputs);
        assertEquals(2L * 14 * 3 * 5 * 11, cost.flops());
        assertEquals(4L * (2 * 5 * 3 + 7 * 5 * 11 + 14 * 3 * 11), cost.bytes());
    }
}
