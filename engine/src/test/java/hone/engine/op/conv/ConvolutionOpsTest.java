package hone.engine.op.conv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.graph.Op;
import hone.engine.op.shape.Flatten;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConvolutionOpsTest {
    private static final Extent ONE = Extent.square(1);

    private static TensorType images(long channels, long height, long width) {
        return TensorType.f32(Dim.symbol("batch", 32), Dim.of(channels), Dim.of(height), Dim.of(width));
    }

    private static Cost cost(Op op, TensorType... inputs) {
        List<TensorType> types = List.of(inputs);
        return op.cost(types, op.infer(types));
    }

    private static void refused(Op op, String numbers, TensorType... inputs) {
        InvalidInput refusal = assertThrows(InvalidInput.class, () -> op.infer(List.of(inputs)));
        assertTrue(refusal.getMessage().contains(numbers), refusal.getMessage());
    }

    private static void refused(Runnable constructor, String numbers) {
        InvalidInput refusal = assertThrows(InvalidInput.class, constructor::run);
        assertTrue(refusal.getMessage().contains(numbers), refusal.getMessage());
    }

    @Test
    void typesFollowFromWindowStrideAndPadding() {
        TensorType x = images(6, 13, 17);
        TensorType w = TensorType.f32(8, 3, 3, 5);
        Conv2d op = new Conv2d(new Extent(2, 1), new Extent(1, 2), new Extent(1, 3), 2, false);
        assertEquals("F32[batch×8×7×9]", op.infer(List.of(x, w)).getFirst().toString());
        assertEquals(
                "F32[batch×6×6×8]",
                MaxPool2d.square(2).infer(List.of(x)).getFirst().toString());
        assertEquals(
                "F32[batch×6×7×9]",
                new AveragePool2d(Extent.square(3), Extent.square(2), ONE)
                        .infer(List.of(x))
                        .getFirst()
                        .toString());
        assertEquals(
                "F32[batch×6×1×1]",
                new GlobalAveragePool2d().infer(List.of(x)).getFirst().toString());
        assertEquals(
                "F32[batch×1326]", new Flatten().infer(List.of(x)).getFirst().toString());
    }

    @Test
    void costsFollowFromTheFormula() {
        Cost second =
                cost(Conv2d.padded(1), TensorType.f32(1, 16, 14, 14), TensorType.f32(32, 16, 3, 3), TensorType.f32(32));
        assertEquals(2L * 32 * 14 * 14 * 16 * 3 * 3, second.flops());
        assertEquals(32 * 14 * 14, second.elementwiseOps());
        assertEquals(4 * (16 * 14 * 14 + 32 * 16 * 9 + 32), second.bytesRead());
        assertEquals(4 * 32 * 14 * 14, second.bytesWritten());
        Conv2d depthwise = new Conv2d(ONE, ONE, ONE, 16, false);
        Cost each = cost(depthwise, TensorType.f32(2, 16, 14, 14), TensorType.f32(16, 1, 3, 3));
        assertEquals(2L * 2 * 16 * 14 * 14 * 9, each.flops());
        assertEquals(0, each.elementwiseOps());
        assertEquals(
                2 * 3 * 7 * 7 * 3,
                cost(MaxPool2d.square(2), TensorType.f32(2, 3, 14, 14)).elementwiseOps());
        assertEquals(
                2 * 3 * 7 * 7 * 4,
                cost(AveragePool2d.square(2), TensorType.f32(2, 3, 14, 14)).elementwiseOps());
        assertEquals(
                2 * 3 * 196,
                cost(new GlobalAveragePool2d(), TensorType.f32(2, 3, 14, 14)).elementwiseOps());
        assertEquals(new Cost(0, 0, 2352, 2352), cost(new Flatten(), TensorType.f32(3, 4, 7, 7)));
    }

    @Test
    void whatDoesNotFitIsRefusedWithTheNumbers() {
        TensorType x = images(6, 5, 5);
        Conv2d plain = new Conv2d(ONE, Extent.square(0), ONE, 1, false);
        refused(plain, "7 pixels tall, the image 5", x, TensorType.f32(4, 6, 7, 3));
        refused(plain, "6 pixels wide, the image 5", x, TensorType.f32(4, 6, 3, 6));
        refused(plain, "3 instead of 6", x, TensorType.f32(4, 3, 3, 3));
        Conv2d four = new Conv2d(ONE, Extent.square(0), ONE, 4, false);
        refused(four, "6 inputs and 8 outputs in 4 groups", x, TensorType.f32(8, 1, 3, 3));
        Conv2d two = new Conv2d(ONE, Extent.square(0), ONE, 2, false);
        refused(two, "6 inputs and 9 outputs in 2 groups", x, TensorType.f32(9, 3, 3, 3));
        refused(plain, "it is 0", x, TensorType.f32(4, 6, 0, 3));
        refused(plain, "batch×6×0×5", images(6, 0, 5), TensorType.f32(4, 6, 3, 3));
        refused(Conv2d.padded(1), "5 vs 4", x, TensorType.f32(4, 6, 3, 3), TensorType.f32(5));
        refused(MaxPool2d.square(6), "6 pixels tall, the image 5", x);
        refused(new Flatten(), "batch", TensorType.f32(Dim.of(1), Dim.symbol("batch", 3)));
    }

    @Test
    void whatOverflowsIsRefusedWithTheNumbers() {
        long large = 1 << 20;
        TensorType x = TensorType.f32(1, 1, large, large);
        Conv2d op = new Conv2d(ONE, Extent.square(1 << 18), ONE, 1, false);
        refused(op, "multiply-adds each", x, TensorType.f32(1 << 16, 1, 1 << 19, 1 << 19));
        refused(new Flatten(), "overflow", TensorType.f32(Dim.of(1), Dim.of(1L << 40), Dim.of(1L << 40)));
        refused(
                new Conv2d(ONE, Extent.square(Integer.MAX_VALUE), ONE, 1, false),
                "4294967297 results tall",
                TensorType.f32(1, 1, 3, 3),
                TensorType.f32(1, 1, 1, 1));
    }

    @Test
    void badAttributesAreRefusedWithTheNumbers() {
        refused(() -> new Conv2d(new Extent(0, 1), ONE, ONE, 1, true), "0×1");
        refused(() -> new Conv2d(ONE, new Extent(-1, 0), ONE, 1, true), "-1×0");
        refused(() -> new Conv2d(ONE, ONE, new Extent(1, 0), 1, true), "1×0");
        refused(() -> new Conv2d(ONE, ONE, ONE, 0, true), "it has 0");
        refused(() -> new MaxPool2d(ONE, ONE, ONE), "1×1 for a window of 1×1");
        refused(() -> new AveragePool2d(new Extent(0, 2), ONE, Extent.square(0)), "0×2");
    }
}
