package hone.profiler.peer;

import hone.engine.format.onnx.OpForms;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.model.Encoder;
import hone.engine.op.activation.Relu;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.RotaryEmbedding;
import hone.engine.op.elementwise.Add;
import hone.engine.op.embedding.Embedding;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.matmul.Linear;
import hone.engine.op.matmul.MatMul;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
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
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(6)));
        Value square = builder.weight("square", TensorType.f32(6L, 6));
        Value tall = builder.weight("tall", TensorType.f32(9L, 6));
        Value plain = builder.apply("plain", new MatMul(false, false), x, square);
        Value turned = builder.apply("turned", new MatMul(false, true), plain, tall);
        Value inner = builder.apply("inner", new MatMul(true, false), turned, x);
        Value unbiased = builder.apply("unbiased", new Linear(false), x, square);
        Value sum = builder.apply("sum", new Add(), plain, unbiased);
        builder.output("y", sum).output("inner", inner).output("same", x).output("again", sum);
        peer.same(peer.model(builder.build()), 1, 1e-4F, 5, 6);
    }

    @Test
    void productsOfManyPairs() {
        OnnxPeer.requireLibrary();
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(3), Dim.of(6)));
        Value scores = builder.apply("scores", new MatMul(false, true), x, x); // (batch, 3, 3)
        Value turned = builder.apply("turned", new MatMul(true, false), x, scores); // (batch, 6, 3)
        Value shared =
                builder.apply("shared", new MatMul(false, true), turned, builder.weight("w", TensorType.f32(4L, 3)));
        builder.output("y", shared).output("both", builder.apply("both", new MatMul(true, true), x, turned));
        peer.same(peer.model(builder.build()), 1, 1e-4F, 5, 3, 6);
    }

    @Test
    void layersOverThreeDimensions() {
        OnnxPeer.requireLibrary();
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(3), Dim.of(6)));
        Value layer = builder.apply(
                "layer",
                new Linear(true),
                x,
                builder.weight("w", TensorType.f32(9L, 6)),
                builder.weight("b", TensorType.f32(9L)));
        builder.output(
                "y", builder.apply("second", new Linear(false), layer, builder.weight("v", TensorType.f32(4L, 9))));
        peer.same(peer.model(builder.build()), 1, 1e-4F, 5, 3, 6);
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

    /** Integers are summed exactly on both sides; what is left is the bias, rounded to whole units in the file. */
    @Test
    void int8Layers() {
        OnnxPeer.requireLibrary();
        for (boolean activations : new boolean[] {false, true}) {
            GraphBuilder builder = new GraphBuilder();
            Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(40)));
            Value hidden = builder.apply("relu", new Relu(), int8(builder, "first", activations, x, 9, 40));
            builder.output("y", int8(builder, "second", activations, hidden, 7, 9));
            peer.same(peer.model(builder.build()), 1, 1e-3F, 5, 40);
        }
    }

    private static Value int8(GraphBuilder builder, String name, boolean activations, Value x, int out, int in) {
        List<Value> inputs = new ArrayList<>(List.of(
                x,
                builder.weight(name + ".q", TensorType.of(DType.I8, Shape.of(out, in))),
                builder.weight(name + ".scale", TensorType.f32((long) out)),
                builder.weight(name + ".bias", TensorType.f32((long) out))));
        if (activations) {
            inputs.add(builder.weight(name + ".input", TensorType.f32(1L)));
        }
        return builder.apply(name, new Int8Linear(activations), inputs).getFirst();
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
