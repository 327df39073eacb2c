package hone.engine.format.onnx;

import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.model.Encoder;
import hone.engine.model.EncoderClassifier;
import hone.engine.model.Model;
import hone.engine.op.activation.Gelu;
import hone.engine.op.activation.Relu;
import hone.engine.op.activation.Sigmoid;
import hone.engine.op.activation.Silu;
import hone.engine.op.activation.Tanh;
import hone.engine.op.attention.Attention;
import hone.engine.op.attention.PositionEmbedding;
import hone.engine.op.attention.RotaryEmbedding;
import hone.engine.op.elementwise.Mul;
import hone.engine.op.embedding.Embedding;
import hone.engine.op.normalization.LayerNorm;
import hone.engine.op.normalization.RmsNorm;
import hone.engine.op.normalization.Softmax;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Attention, embeddings, normalizations and activations in a file compute what the executor computes. */
class OnnxTransformersTest {
    private final OnnxCheck check = new OnnxCheck();

    @AfterEach
    void close() {
        check.close();
    }

    @Test
    void attentionInAllFormsComputesTheSame() {
        for (boolean causal : new boolean[] {false, true}) {
            for (int kvHeads : new int[] {1, 2, 4}) {
                GraphBuilder builder = new GraphBuilder();
                Dim batch = Dim.symbol("batch", 8);
                Value x = builder.input("x", TensorType.f32(batch, Dim.of(5), Dim.of(12)));
                Value memory = builder.input("memory", TensorType.f32(batch, Dim.of(7), Dim.of(3L * kvHeads)));
                Value values = builder.apply("values", new Relu(), memory);
                Value y = builder.apply("attention", new Attention(4, kvHeads, causal), x, memory, values);
                Model model = new Model("attention", builder.output("y", y).build(), Map.of());
                Map<String, Tensor> inputs = Map.of(
                        "x", check.uniform(11, 2, 5, 12),
                        "memory", check.uniform(12, 2, 7, 3L * kvHeads));
                check.same(model, 1e-5, inputs);
            }
        }
    }

    @Test
    void anEmbeddingGathersTheSameRows() {
        GraphBuilder builder = new GraphBuilder();
        Value table = builder.weight("table", TensorType.f32(6L, 3));
        Value ids = builder.input("ids", TensorType.of(DType.I32, Shape.of(2, 4)));
        builder.output("y", builder.apply("embedding", new Embedding(), table, ids));
        Tensor rows = check.region().tensor(DType.I32, Shape.of(2, 4));
        for (int i = 0; i < 8; i++) {
            rows.segment().setAtIndex(ValueLayout.JAVA_INT, i, i * 5 % 6);
        }
        check.same(check.model(builder.build(), 3), 0, Map.of("ids", rows));
    }

    @Test
    void activationsAndProductsComputeTheSame() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(3), Dim.of(6)));
        Value gelu = builder.apply("gelu", new Gelu(), x);
        Value silu = builder.apply("silu", new Silu(), x);
        builder.output("gelu", gelu)
                .output("exact", builder.apply("exact", new Gelu(false), x))
                .output("silu", silu)
                .output("tanh", builder.apply("tanh", new Tanh(), x))
                .output("sigmoid", builder.apply("sigmoid", new Sigmoid(), x))
                .output("gated", builder.apply("gated", new Mul(), silu, gelu));
        check.same(new Model("activations", builder.build(), Map.of()), 1e-6, 5, 3, 6);
    }

    @Test
    void normalizationsComputeTheSame() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(3), Dim.of(7)));
        Value weight = builder.weight("weight", TensorType.f32(7L));
        Value bias = builder.weight("bias", TensorType.f32(7L));
        builder.output("layer", builder.apply("layer", new LayerNorm(0.125F), x, weight, bias))
                .output("rms", builder.apply("rms", new RmsNorm(0.125F), x, weight))
                .output("softmax", builder.apply("softmax", new Softmax(), x));
        check.same(check.model(builder.build(), 3), 1e-5, 5, 3, 7);
    }

    @Test
    void anEncoderComputesTheSame() {
        check.same(check.model(new Encoder(5, 12, 3, 20, 2).graph(), 3), 1e-5, 3, 5, 12);
    }

    @Test
    void theEncoderClassifierComputesTheSame() {
        check.same(check.model(EncoderClassifier.DIGITS.graph().get(), 3), 1e-4, 2, 784);
    }

    @Test
    void aRotaryEmbeddingComputesTheSameAtAnyPosition() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(3), Dim.of(12)));
        Value position = builder.input("position", TensorType.of(DType.I32, Shape.of(1)));
        builder.output("y", builder.apply("rotary", new RotaryEmbedding(6, 10, 100), x, position));
        Model model = new Model("rotary", builder.build(), Map.of());
        for (int at : new int[] {0, 1, 7}) {
            Tensor place = check.region().tensor(DType.I32, Shape.of(1));
            place.segment().setAtIndex(ValueLayout.JAVA_INT, 0, at);
            check.same(model, 1e-6, Map.of("x", check.uniform(11, 2, 3, 12), "position", place));
        }
    }

    @Test
    void learntPositionsComputeTheSameAtAnyPosition() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(3), Dim.of(12)));
        Value position = builder.input("position", TensorType.of(DType.I32, Shape.of(1)));
        Value table = builder.weight("table", TensorType.f32(10, 12));
        builder.output("y", builder.apply("positions", new PositionEmbedding(), x, table, position));
        Model model = check.model(builder.build(), 4);
        for (int at : new int[] {0, 1, 7}) {
            Tensor place = check.region().tensor(DType.I32, Shape.of(1));
            place.segment().setAtIndex(ValueLayout.JAVA_INT, 0, at);
            check.same(model, 1e-6, Map.of("x", check.uniform(11, 2, 3, 12), "position", place));
        }
    }
}
