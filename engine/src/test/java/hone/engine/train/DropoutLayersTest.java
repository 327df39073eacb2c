package hone.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.graph.Graph;
import hone.engine.graph.Node;
import hone.engine.model.Encoder;
import hone.engine.model.Mlp;
import hone.engine.op.dropout.Dropout;
import java.util.List;
import org.junit.jupiter.api.Test;

class DropoutLayersTest {
    private static final Graph MLP = Mlp.DIGITS.graph().get();

    private static List<String> dropouts(Graph graph) {
        return graph.applications().stream()
                .filter(node -> node.op() instanceof Dropout)
                .map(Node.Apply::name)
                .toList();
    }

    @Test
    void everyLinearLayerButTheFirstHasOne() {
        Graph graph = DropoutLayers.in(MLP, 0.1f, 1);
        assertEquals(List.of("fc2.dropout", "fc3.dropout"), dropouts(graph));
        assertEquals(
                List.of("x", "dropoutStep"),
                graph.inputs().stream().map(Node.Input::name).toList());
        assertEquals(MLP.weights(), graph.weights());
    }

    /** Queries, keys and values read one normalized value, and lose the same of it. */
    @Test
    void layersThatReadOneValueShareOne() {
        Graph graph = DropoutLayers.in(new Encoder(4, 8, 2, 16, 1).graph(), 0.1f, 1);
        assertEquals(4, dropouts(graph).size(), dropouts(graph).toString());
    }

    @Test
    void withoutARateNothingChanges() {
        assertSame(MLP, DropoutLayers.in(MLP, 0, 1));
    }

    /** A step in several parts draws anew for each part, and the optimizer counts it once. */
    @Test
    void drawsAreCountedApartFromTheOptimizersSteps() {
        Graph forward = ClassificationLoss.on(DropoutLayers.in(MLP, 0.1f, 1));
        Graph training = Differentiation.of(forward, "loss", Optimizer.Adam.USUAL, 0);
        assertEquals(4, dropouts(training).size(), "two forwards and two backwards");
        List<String> inputs = training.inputs().stream().map(Node.Input::name).toList();
        assertTrue(inputs.contains(DropoutLayers.STEP) && inputs.contains(Optimizer.STEP), inputs.toString());
    }
}
