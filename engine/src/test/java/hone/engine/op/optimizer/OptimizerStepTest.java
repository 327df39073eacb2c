package hone.engine.op.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.graph.Cost;
import hone.engine.tensor.DType;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizerStepTest {
    private static final TensorType PARAMETER = TensorType.f32(3L, 4);
    private static final TensorType ONE = TensorType.f32(1L);
    private static final TensorType COUNT = TensorType.of(DType.I32, Shape.of(1));

    @Test
    void outputsTakeOverTheMemoryOfParameterAndMoments() {
        SgdStep sgd = new SgdStep(0.9f, false, 0);
        assertEquals(List.of(0, 2), List.of(sgd.updates(0), sgd.updates(1)));
        AdamStep adam = new AdamStep(0.9f, 0.999f, 1e-8f, 0);
        assertEquals(List.of(0, 2, 3), List.of(adam.updates(0), adam.updates(1), adam.updates(2)));
    }

    @Test
    void costsFollowFromShapes() {
        List<TensorType> inputs = List.of(PARAMETER, PARAMETER, PARAMETER, ONE);
        SgdStep plain = new SgdStep(0.9f, false, 0);
        assertEquals(new Cost(0, 4 * 12, 3 * 48 + 4, 2 * 48), plain.cost(inputs, plain.infer(inputs)));
        SgdStep full = new SgdStep(0.9f, true, 0.1f);
        assertEquals(8 * 12, full.cost(inputs, full.infer(inputs)).elementwiseOps());
        List<TensorType> more = List.of(PARAMETER, PARAMETER, PARAMETER, PARAMETER, ONE, COUNT);
        AdamStep adam = new AdamStep(0.9f, 0.999f, 1e-8f, 0);
        assertEquals(new Cost(0, 13 * 12, 4 * 48 + 8, 3 * 48), adam.cost(more, adam.infer(more)));
    }

    @Test
    void inputsThatDoNotFitAreRefused() {
        SgdStep sgd = new SgdStep(0.9f, false, 0);
        TensorType other = TensorType.f32(4L, 3);
        InvalidInput gradient =
                assertThrows(InvalidInput.class, () -> sgd.infer(List.of(PARAMETER, other, PARAMETER, ONE)));
        assertTrue(gradient.getMessage().contains("F32[3×4] vs F32[4×3]"), gradient.getMessage());
        assertThrows(InvalidInput.class, () -> sgd.infer(List.of(PARAMETER, PARAMETER, PARAMETER)));
        assertThrows(InvalidInput.class, () -> sgd.infer(List.of(PARAMETER, PARAMETER, PARAMETER, PARAMETER)));
        AdamStep adam = new AdamStep(0.9f, 0.999f, 1e-8f, 0);
        assertThrows(
                InvalidInput.class, () -> adam.infer(List.of(PARAMETER, PARAMETER, PARAMETER, PARAMETER, ONE, ONE)));
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThrows(InvalidInput.class, () -> new SgdStep(1, false, 0));
        assertThrows(InvalidInput.class, () -> new SgdStep(Float.NaN, false, 0));
        assertThrows(InvalidInput.class, () -> new SgdStep(0.9f, false, -1));
        assertThrows(InvalidInput.class, () -> new AdamStep(0.9f, 1, 1e-8f, 0));
        assertThrows(InvalidInput.class, () -> new AdamStep(0.9f, 0.999f, 0, 0));
    }
}
