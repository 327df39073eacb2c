package hone.engine.format.onnx;

import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.op.matmul.F16Linear;
import hone.engine.random.CounterRandom;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Products and layers in a file compute what the executor computes. */
class OnnxProductsTest {
    private final OnnxCheck check = new OnnxCheck();

    @AfterEach
    void close() {
        check.close();
    }

    @Test
    void aPerceptronComputesTheSame() {
        check.same(check.model(Mlp.graph(29, 13, 7, 5), 7), 1e-5, 4, 29);
    }

    @Test
    void productsAndSumsInAllFormsComputeTheSame() {
        check.same(check.model(ProductForms.productsAndSums(), 3), 1e-4, 5, 6);
    }

    @Test
    void productsOfManyPairsComputeTheSame() {
        check.same(check.model(ProductForms.manyPairs(), 3), 1e-4, 5, 3, 6);
    }

    @Test
    void aLayerOverThreeDimensionsComputesTheSame() {
        check.same(check.model(ProductForms.layersOverThreeDimensions(), 3), 1e-5, 5, 3, 6);
    }

    @Test
    void int8LayersComputeTheSame() {
        for (boolean activations : new boolean[] {false, true}) {
            check.same(ProductForms.model(ProductForms.int8Layers(activations), check.region()), 1e-3, 5, 40);
        }
    }

    @Test
    void aFloat16LayerKeepsItsWeightInFloat16() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(6)));
        Value w = builder.weight("w", TensorType.of(DType.F16, Shape.of(9, 6)));
        Value b = builder.weight("b", TensorType.f32(9L));
        builder.output("y", builder.apply("layer", new F16Linear(), x, w, b));
        Tensor half = check.region().tensor(DType.F16, Shape.of(9, 6));
        CounterRandom random = new CounterRandom(5, 1, 0);
        for (long i = 0; i < half.shape().elements(); i++) {
            half.segment().setAtIndex(ValueLayout.JAVA_SHORT, i, Float.floatToFloat16((float) random.uniform(-1, 1)));
        }
        Tensor bias = check.uniform(12, 9);
        check.same(new Model("half", builder.build(), Map.of("w", half, "b", bias)), 1e-5, 5, 6);
    }
}
