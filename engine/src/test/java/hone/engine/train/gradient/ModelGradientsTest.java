package hone.engine.train.gradient;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.model.Cnn;
import hone.engine.model.Encoder;
import hone.engine.model.Gpt;
import hone.engine.model.GptDimensions;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole small models, from their output back to every weight, against finite differences. */
class ModelGradientsTest {
    /** Each layer passes the rounding of those behind it on. */
    private static final double TOLERANCE = 1e-4;

    /** The graph with leaves that are all inputs, and symbols at these sizes. */
    private static Value fixed(GraphBuilder builder, Graph graph, String output, Map<String, Long> sizes) {
        List<Value> values = builder.append(graph, leaf -> new Node.Input(leaf.name(), fixed(leaf, sizes)));
        Value wanted = graph.output(output);
        return new Value(values.get(wanted.node()).node(), wanted.output());
    }

    private static TensorType fixed(Node leaf, Map<String, Long> sizes) {
        TensorType type = leaf.outputs().getFirst();
        List<Dim> dims = type.dims().stream()
                .map(dim -> dim instanceof Dim.Symbol symbol ? Dim.of(sizes.getOrDefault(symbol.name(), 1L)) : dim)
                .toList();
        return new TensorType(type.dtype(), dims);
    }

    @Test
    void cnn() {
        GraphBuilder builder = new GraphBuilder();
        Value logits = fixed(builder, Cnn.graph(9, 3, 2, 4), "logits", Map.of("batch", 3L));
        new GradientCheck(builder, logits, 0, 1).checkModel(40, TOLERANCE);
    }

    @Test
    void gpt() {
        GraphBuilder builder = new GraphBuilder();
        Graph graph = Gpt.whole(new GptDimensions(2, 4, 2, 16, 24, 7, 8));
        Value logits = fixed(builder, graph, Gpt.LOGITS, Map.of("batch", 2L, "seq", 5L));
        // Ids are drawn below 2, and so is the position: five tokens from there on are in the context
        new GradientCheck(builder, logits, 2, 2).checkModel(40, TOLERANCE);
    }

    @Test
    void encoder() {
        GraphBuilder builder = new GraphBuilder();
        Graph graph = new Encoder(5, 12, 3, 20, 2).graph();
        new GradientCheck(builder, fixed(builder, graph, "y", Map.of("batch", 2L)), 0, 3).checkModel(40, TOLERANCE);
    }
}
