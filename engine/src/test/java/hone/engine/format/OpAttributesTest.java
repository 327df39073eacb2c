package hone.engine.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Op;
import hone.engine.op.activation.Gelu;
import hone.engine.op.activation.Sigmoid;
import hone.engine.op.activation.Silu;
import hone.engine.op.activation.Tanh;
import hone.engine.op.elementwise.Chain;
import hone.engine.op.elementwise.ChainFunction;
import hone.engine.op.elementwise.ChainStep;
import hone.engine.op.elementwise.Mul;
import hone.engine.op.normalization.BatchNorm;
import hone.engine.op.normalization.LayerNorm;
import hone.engine.op.normalization.RmsNorm;
import hone.engine.op.normalization.Softmax;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ops with their attributes come back from a graph's file as they were. */
class OpAttributesTest {
    static Stream<Op> ops() {
        return Stream.of(
                new Tanh(),
                new Sigmoid(),
                new Silu(),
                new Gelu(true),
                new Gelu(false),
                new Mul(),
                new Chain(List.of(
                        new ChainStep(ChainFunction.ADD, 1),
                        new ChainStep(ChainFunction.GELU_TANH, 0),
                        new ChainStep(ChainFunction.MUL, 0))),
                new Softmax(),
                new LayerNorm(1e-5f),
                new RmsNorm(1e-6f),
                new BatchNorm(1e-3f));
    }

    private static Graph graph(Op op) {
        GraphBuilder builder = new GraphBuilder();
        TensorType x = TensorType.f32(3, 3);
        TensorType vector = TensorType.f32(3);
        List<TensorType> types = switch (op) {
            case Mul _, Chain _ -> List.of(x, x);
            case LayerNorm _ -> List.of(x, vector, vector);
            case RmsNorm _ -> List.of(x, vector);
            case BatchNorm _ -> List.of(x, vector, vector, vector, vector);
            default -> List.of(x);
        };
        var inputs = Stream.iterate(0, i -> i + 1)
                .limit(types.size())
                .map(i -> builder.input("in" + i, types.get(i)))
                .toList();
        return builder.output("out", builder.apply("op", op, inputs).getFirst()).build();
    }

    @ParameterizedTest
    @MethodSource("ops")
    void comeBackAsTheyWere(Op op) {
        Graph graph = graph(op);
        Graph read = GraphJson.read(GraphJson.write(graph), "test");
        assertEquals(graph.nodes(), read.nodes());
        assertEquals(op, read.applications().getFirst().op());
    }

    @Test
    void aFileWithAnAttributeOutOfRangeIsRefused() {
        String text = GraphJson.write(graph(new LayerNorm(0.25f)));
        assertTrue(text.contains("0.25"), text);
        assertThrows(InvalidInput.class, () -> GraphJson.read(text.replace("0.25", "-1"), "test"));
    }
}
