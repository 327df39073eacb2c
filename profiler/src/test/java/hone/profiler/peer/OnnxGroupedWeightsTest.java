package hone.profiler.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.format.onnx.OnnxExport;
import hone.engine.model.Model;
import hone.engine.technique.quantization.WeightOnly;
import hone.engine.tensor.DType;
import hone.engine.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * INT8 and INT4 weights with a scale for each group of inputs give in ONNX Runtime what they give here. It widens them in every
 * run and multiplies in float32, so outputs are as near as those of float32 weights: its product of packed weights, which
 * would round the activations too, takes only weights that stand inputs first.
 */
@Tag("peers")
class OnnxGroupedWeightsTest {
    private static final double MOST_DIFFERENCE = 1e-4;
    private static final double LEAST_SAME = 0.995;

    private final ExportComparison comparison = new ExportComparison();

    @AfterEach
    void close() {
        comparison.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "cnn", "encoder", "gpt"})
    void groupedWeightsGiveTheSame(String id) {
        OnnxPeer.requireLibrary();
        ExportedModel exported = ExportedModel.of(id, comparison.budget());
        for (int group : new int[] {32, 128}) {
            Model int8 = WeightOnly.of(exported.model(), WeightOnly.Format.INT8, group, comparison.region());
            Model int4 = WeightOnly.of(exported.model(), WeightOnly.Format.INT4, group, comparison.region());
            int saved = compare(id + ", INT8 in groups of " + group, exported, int8)
                    - compare(id + ", INT4 in groups of " + group, exported, int4);
            long numbers = int8.weights().values().stream()
                    .filter(weight -> weight.dtype() == DType.I8)
                    .mapToLong(Tensor::bytes)
                    .sum();
            assertEquals(numbers / 2.0, saved, numbers * 0.01, id + ": INT4 takes half the bytes of INT8");
        }
    }

    /** Bytes of the file. */
    private int compare(String what, ExportedModel exported, Model model) {
        int bytes = OnnxExport.bytes(model).length;
        for (Rounding rounding : List.of(Rounding.NONE, Rounding.of(model.graph()))) {
            var outcome = comparison.run(exported, model, new OnnxSettings(1, false, rounding));
            System.out.printf("export of %s, set for %s: %s, %d bytes%n", what, rounding, outcome.text(), bytes);
            assertTrue(outcome.difference() <= MOST_DIFFERENCE, what + " " + outcome);
            assertTrue(outcome.same() >= LEAST_SAME, what + " " + outcome);
        }
        return bytes;
    }
}
