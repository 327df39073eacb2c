package hone.profiler.peer;

import hone.engine.format.onnx.OpForms;
import hone.engine.format.onnx.ProductForms;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.model.Encoder;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.RotaryEmbedding;
import hone.engine.op.embedding.Embedding;
import hone.engine.op.matmul.Linear;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every op that can be said in ONNX gives in ONNX Runtime what it gives here. */
@Tag("peers")
class OnnxOperatorsTest {
    private final OnnxPeer peer = new OnnxPeer();

    @AfterEach
    void close() {
        peer.close();
    }

    @Test
    void productsAndSumsInAllForms() {
        OnnxPeer.requireLibrary();
        peer.same(peer.model(ProductForms.productsAndSums()), 1, 1e-4F, 5, 6);
    }

    @Test
    void productsOfManyPairs() {
        OnnxPeer.requireLibrary();
        peer.same(peer.model(ProductForms.manyPairs()), 1, 1e-4F, 5, 3, 6);
    }

    @Test
    void layersOverThreeDimensions() {
        OnnxPeer.requireLibrary();
        peer.same(peer.model(ProductForms.layersOverThreeDimensions()), 1, 1e-4F, 5, 3, 6);
    }

    @Test
    void convolutionsAndPoolingInAllForms() {
        OnnxPeer.requireLibrary();
        peer.same(peer.model(OpForms.convolutionsAndPooling()), 1, 1e-4F, 3, 4, 11, 9);
    }

    @Test
    void attentionInAllForms() {
        OnnxPeer.requireLibrary();
        for (boolean causal : new boolean[] {false, true}) {
            for (int kvHeads : new int[] {1, 2, 4}) {
                GraphBuilder builder = new GraphBuilder();
                Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(7), Dim.of(12)));
                long width = 3L * kvHeads;
                Value k = builder.apply("k", new Linear(false), x, builder.weight("wk", TensorType.f32(width, 12)));
                Value v = builder.apply("v", new Linear(false), x, builder.weight("wv", TensorType.f32(width, 12)));
                builder.output("y", builder.apply("attention", new Attention(4, kvHeads, causal), x, k, v));
                peer.same(peer.model(builder.build()), 1, 1e-4F, 3, 7, 12);
            }
        }
    }

    /** Sums of whole numbers, which are the same to the last one. */
    @Test
    void productsOfBytes() {
        OnnxPeer.requireLibrary();
        peer.same(peer.model(ProductForms.integerProducts()), 1, 0, 5, 40);
    }

    /** Integers are summed exactly on both sides; what is left is the bias, rounded to whole units in the file. */
    @Test
    void int8Layers() {
        OnnxPeer.requireLibrary();
        for (boolean activations : new boolean[] {false, true}) {
            peer.same(peer.model(ProductForms.int8Layers(activations)), 1, 1e-3F, 5, 40);
        }
    }

    @Test
    void activationsAndNormalizations() {
        OnnxPeer.requireLibrary();
        peer.same(peer.model(OpForms.activationsAndNormalizations(7, 12)), 1, 1e-6F, 3, 7, 12);
    }

    @Test
    void rotaryEmbeddingsAndRowsOfTables() {
        OnnxPeer.requireLibrary();
        GraphBuilder builder = new GraphBuilder();
        Value ids = builder.input("ids", TensorType.of(DType.I32, Shape.of(2, 5)));
        Value position = builder.input("position", TensorType.of(DType.I32, Shape.of(1)));
        Value rows = builder.apply("rows", new Embedding(), builder.weight("table", TensorType.f32(9L, 16)), ids);
        builder.output("y", builder.apply("rotary", new RotaryEmbedding(8, 20, 100), rows, position));
        Tensor tokens = peer.region().tensor(DType.I32, Shape.of(2, 5));
        for (int i = 0; i < 10; i++) {
            tokens.segment().setAtIndex(ValueLayout.JAVA_INT, i, i * 5 % 9);
        }
        Tensor place = peer.region().tensor(DType.I32, Shape.of(1));
        place.segment().setAtIndex(ValueLayout.JAVA_INT, 0, 11);
        peer.same(peer.model(builder.build()), 1, 1e-6F, 2, Map.of("ids", tokens, "position", place));
    }

    @Test
    void transformerEncoders() {
        OnnxPeer.requireLibrary();
        peer.same(peer.model(new Encoder(9, 24, 3, 40, 2).graph()), 1, 1e-4F, 3, 9, 24);
        peer.same(peer.model(Encoder.small(4).graph()), 2, 1e-4F, 2, 64, 128);
    }
}
