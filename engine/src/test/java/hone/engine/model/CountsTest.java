package hone.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hone.engine.graph.Graph;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Parameters and FLOPs against figures worked out by hand. */
class CountsTest {
    private static long flops(Graph graph, long batch) {
        return graph.costs(Map.of("batch", batch)).values().stream()
                .mapToLong(cost -> cost.flops())
                .sum();
    }

    @Test
    void theDigitsPerceptron() {
        Graph graph = Mlp.DIGITS.graph().get();
        assertEquals(109_386, graph.parameters());
        assertEquals(218_368, flops(graph, 1));
        assertEquals(218_368L * 64, flops(graph, 64));
    }

    /** Weights, and what batch normalizations keep beside them: four numbers for each of 336 channels. */
    @Test
    void theResidualNetwork() {
        Graph graph = ResidualCnn.COLOURS.graph().get();
        int convolutions = 9 * (3 * 16 + 2 * 16 * 16 + 16 * 32 + 32 * 32 + 32 * 64 + 64 * 64) + 16 * 32 + 32 * 64;
        assertEquals(convolutions + 4 * (3 * 16 + 3 * 32 + 3 * 64) + 64 * 10 + 10, graph.parameters());
    }

    /** A multiply-add is two: 64 tokens of width 48, twice through four projections, two hidden layers and attention. */
    @Test
    void theEncoderClassifier() {
        Graph graph = EncoderClassifier.DIGITS.graph().get();
        long layer = 4 * (48 * 48 + 48) + 2 * 48 * 96 + 96 + 48 + 2 * 2 * 48;
        assertEquals(16 * 48 + 48 + 64 * 48 + 2 * layer + 2 * 48 + 480 + 10, graph.parameters());
        long tokens = 64L * (16 * 48 + 2 * (4 * 48 * 48 + 2 * 48 * 96));
        assertEquals(2 * (tokens + 2 * 2 * 64 * 64 * 48 + 480), flops(graph, 1));
    }

    @Test
    void aSmallPerceptron() {
        assertEquals(2_410, Mlp.graph(64, 32, 10).parameters());
        assertEquals(4_736, flops(Mlp.graph(64, 32, 10), 1));
    }

    @Test
    void aTransformersFeedForwardLayer() {
        assertEquals(2_362_368, Mlp.graph(768, 3072).parameters());
        assertEquals(154_618_822_656L, flops(Mlp.graph(768, 3072, 768), 32 * 512));
    }

    @Test
    void elementwiseWorkAndBytesAreCountedApart() {
        var costs = Mlp.graph(64, 32, 10).costs(Map.of("batch", 3L));
        assertEquals(3 * 32, Objects.requireNonNull(costs.get("relu1")).elementwiseOps());
        assertEquals(0, Objects.requireNonNull(costs.get("relu1")).flops());
        assertEquals(
                4L * (3 * 64 + 32 * 64 + 32),
                Objects.requireNonNull(costs.get("fc1")).bytesRead());
        assertEquals(4L * 3 * 32, Objects.requireNonNull(costs.get("fc1")).bytesWritten());
    }
}
