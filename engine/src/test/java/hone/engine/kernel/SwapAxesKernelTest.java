package hone.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hone.engine.InvalidInput;
import hone.engine.op.shape.SwapAxes;
import hone.engine.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every element of y[i, k, j] is x[i, j, k], whatever the sizes. */
@Tag("kernels")
class SwapAxesKernelTest {
    @ParameterizedTest
    @CsvSource({"1,1,1", "2,3,13", "1,64,48", "3,16,17", "1,207,5", "2,5,207", "0,3,4", "2,0,4"})
    void swapsTheLastTwo(int batch, int a, int b) {
        for (Kernel<SwapAxes> kernel : Kernels.of(new SwapAxes())) {
            try (KernelRig rig = Runs.fill(
                    new KernelRig(new SwapAxes(), List.of(TensorType.f32(batch, a, b)), List.of(), 3), a + 7L * b)) {
                rig.run(rig.prepare(kernel));
                float[] actual = rig.result();
                for (int e = 0; e < actual.length; e++) {
                    int from = e / (a * b) * a * b + e % a * b + e / a % b;
                    assertEquals(rig.input(0).getFloat(from), actual[e], kernel.id() + ", element " + e);
                }
                Runs.sameBitsInAnyOrder(rig, kernel);
                Runs.chargesWhatItAnnounced(rig, kernel);
            }
        }
    }

    @Test
    void refusesWhatHasNoTwoAxesBehindABatch() {
        assertThrows(InvalidInput.class, () -> new SwapAxes().infer(List.of(TensorType.f32(3, 4))));
    }
}
