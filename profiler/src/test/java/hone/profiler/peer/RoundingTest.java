package hone.profiler.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.format.onnx.ProductForms;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.op.activation.Relu;
import hone.engine.op.matmul.Int4Linear;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What sessions are set for, by what a model's layers round. */
class RoundingTest {
    private static final int SIDE = 64;
    private static final String SPINNING = "session.intra_op.allow_spinning";

    @Test
    void itIsWhatAllLayersRound() {
        assertEquals(Rounding.NONE, of());
        assertEquals(Rounding.WEIGHTS, of(new Int8Linear(false)));
        assertEquals(Rounding.WEIGHTS, of(new Int8Linear(false, 32)));
        assertEquals(Rounding.WEIGHTS, of(new Int4Linear(32)));
        assertEquals(Rounding.ACTIVATIONS, of(new Int8Linear(true)));
        assertEquals(Rounding.ACTIVATIONS, of(new Int8Linear(false), new Int8Linear(true)));
    }

    @Test
    void scalesForGroupsBesideRoundedActivationsAreLeftAlone() {
        assertEquals(Rounding.NONE, of(new Int8Linear(true), new Int4Linear(32)));
        assertEquals(Rounding.NONE, of(new Int8Linear(false, 32), new Int8Linear(true)));
    }

    /** By the names that the library knows; a name it does not know it ignores in silence. */
    @Test
    void aSessionIsToldNoMore() {
        assertEquals(Map.of(SPINNING, "0"), entries(Rounding.NONE));
        assertEquals(Map.of(SPINNING, "0", "session.disable_quant_qdq", "1"), entries(Rounding.WEIGHTS));
        assertEquals(Map.of(SPINNING, "0", "session.x64quantprecision", "1"), entries(Rounding.ACTIVATIONS));
    }

    private static Map<String, String> entries(Rounding rounding) {
        return new OnnxSettings(1, false, rounding).entries();
    }

    @Test
    void productsOfBytesRoundActivations() {
        assertEquals(Rounding.ACTIVATIONS, Rounding.of(ProductForms.integerProducts()));
    }

    /** Of layers one after another, behind a layer that rounds nothing. */
    private static Rounding of(Op... layers) {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(SIDE)));
        Value last = builder.apply("relu", new Relu(), x);
        for (int i = 0; i < layers.length; i++) {
            List<Value> inputs = new ArrayList<>(List.of(last));
            if (layers[i] instanceof Int4Linear layer) {
                inputs.add(builder.weight("q" + i, new TensorType(DType.U8, List.of(Dim.of(SIDE), Dim.of(SIDE / 2)))));
                inputs.add(builder.weight("scale" + i, TensorType.f32(SIDE, layer.groups(SIDE))));
            } else if (layers[i] instanceof Int8Linear layer) {
                inputs.add(builder.weight("q" + i, new TensorType(DType.I8, List.of(Dim.of(SIDE), Dim.of(SIDE)))));
                inputs.add(builder.weight(
                        "scale" + i,
                        layer.groupSize() == 0
                                ? TensorType.f32((long) SIDE)
                                : TensorType.f32(SIDE, layer.groups(SIDE))));
            }
            inputs.add(builder.weight("b" + i, TensorType.f32((long) SIDE)));
            if (layers[i] instanceof Int8Linear layer && layer.quantizedActivations()) {
                inputs.add(builder.weight("input" + i, TensorType.f32(1L)));
            }
            last = builder.apply("layer" + i, layers[i], inputs.toArray(Value[]::new));
        }
        builder.output("y", last);
        return Rounding.of(builder.build());
    }
}
