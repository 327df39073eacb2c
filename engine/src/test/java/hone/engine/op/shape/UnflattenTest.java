package hone.engine.op.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnflattenTest {
    private static final TensorType ROWS = TensorType.f32(Dim.symbol("batch", 8), Dim.of(784));

    @Test
    void rowsBecomeImages() {
        Unflatten images = Unflatten.behindBatch(List.of(1L, 28L, 28L));
        assertEquals(
                "F32[batch×1×28×28]", images.infer(List.of(ROWS)).getFirst().toString());
        assertEquals(ROWS, new Flatten().infer(images.infer(List.of(ROWS))).getFirst());
    }

    @Test
    void allDimensionsMayBeNew() {
        TensorType weight = TensorType.f32(8L, 2L, 3L, 3L);
        assertEquals(List.of(TensorType.f32(2L, 4L, 18L)), new Unflatten(List.of(2L, 4L, 18L)).infer(List.of(weight)));
    }

    @Test
    void anotherNumberOfElementsIsRefusedWithBoth() {
        refused(() -> Unflatten.behindBatch(List.of(28L, 29L)).infer(List.of(ROWS)), "812 instead of 784");
        refused(() -> new Unflatten(List.of(784L)).infer(List.of(ROWS)), "must be fixed");
        refused(() -> new Unflatten(List.of(0L)), "[0]");
        refused(() -> new Unflatten(List.of()), "0");
    }

    private static void refused(Runnable work, String words) {
        InvalidInput refused = assertThrows(InvalidInput.class, work::run);
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }
}
