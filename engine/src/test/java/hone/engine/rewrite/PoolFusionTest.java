package hone.engine.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import hone.engine.graph.Cost;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Value;
import hone.engine.kernel.Rung;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Cnn;
import hone.engine.model.Model;
import hone.engine.op.conv.Conv2d;
import hone.engine.op.conv.ConvPool2d;
import hone.engine.op.conv.Extent;
import hone.engine.op.conv.MaxPool2d;
import hone.engine.run.Fixtures;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Poolings go into the convolution before them where nothing else needs its result; what is computed stays the same. */
class PoolFusionTest {
    private final MemoryBudget budget = new MemoryBudget(1L << 28);
    private final GraphBuilder builder = new GraphBuilder();

    private static Graph fused(Graph graph) {
        return PoolFusion.of(ActivationFusion.of(graph, LayerGlob.ALL), LayerGlob.ALL);
    }

    /** Equal up to the rounding of sums in another order. */
    private static void close(float @Nullable [] expected, float[] actual) {
        assertNotNull(expected);
        float largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertArrayEquals(expected, actual, 1e-5F * largest);
    }

    @ParameterizedTest
    @EnumSource(
            value = Rung.class,
            names = {"REORDERED", "SIMD", "PACKED"})
    void theConvolutionalNetworkBecomesFourOpsWithChannelsLastBetweenTwoOfThem(Rung rung) {
        Model plain = Fixtures.model(Cnn.digits(), budget, 2);
        Model after = new Model("test", fused(plain.graph()), plain.weights());
        assertEquals(List.of("ConvPool2d", "ConvPool2d", "Flatten", "Linear"), Outputs.kinds(after));
        List<ConvPool2d> layers = after.graph().applications().stream()
                .filter(node -> node.op() instanceof ConvPool2d)
                .map(node -> (ConvPool2d) node.op())
                .toList();
        assertEquals(
                List.of(false, true, true, false),
                layers.stream()
                        .flatMap(op -> List.of(op.channelsLastInput(), op.channelsLastOutput()).stream())
                        .toList());
        for (long batch : new long[] {1, 7}) {
            var expected = Outputs.of(plain, batch, Rung.REORDERED, 1).get("logits");
            float[] alone =
                    Objects.requireNonNull(Outputs.of(after, batch, rung, 1).get("logits"));
            close(expected, alone);
            assertArrayEquals(alone, Outputs.of(after, batch, rung, 2).get("logits"));
        }
    }

    @Test
    void takenApartItIsTheNetworkAgain() {
        Graph plain = Cnn.digits();
        Graph apart = Unfusion.of(fused(plain));
        assertEquals(
                plain.applications().stream().map(node -> node.op()).toList(),
                apart.applications().stream().map(node -> node.op()).toList());
        assertEquals(plain.weights(), apart.weights());
        Model model = Fixtures.model(plain, budget, 3);
        assertArrayEquals(
                Outputs.of(model, 3, Rung.SIMD, 1).get("logits"),
                Outputs.of(new Model("test", apart, model.weights()), 3, Rung.SIMD, 1)
                        .get("logits"));
    }

    /** Each convolution's result was written once and read once, and its rectifier's too. */
    @Test
    void theBytesSavedAreTheConvolutionsResultsAndTheirRectifiers() {
        Map<String, Long> batch = Map.of("batch", 1L);
        Cost before = Cnn.digits().costs(batch).values().stream().reduce(Cost.ZERO, Cost::plus);
        Cost after = fused(Cnn.digits()).costs(batch).values().stream().reduce(Cost.ZERO, Cost::plus);
        assertEquals(before.flops(), after.flops());
        assertEquals(before.elementwiseOps(), after.elementwiseOps());
        assertEquals(4 * (28 * 28 * 16 + 14 * 14 * 32) * 4, before.bytes() - after.bytes());
    }

    private Value conv(String name, Value x, Conv2d op, long in, long out) {
        Value weight = builder.weight(name + ".weight", TensorType.f32(out, in / op.groups(), 3, 3));
        return builder.apply(name, op, x, weight, builder.weight(name + ".bias", TensorType.f32(out)));
    }

    private Value images(long channels) {
        return builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(channels), Dim.of(9), Dim.of(9)));
    }

    @Test
    void overlappingWindowsGroupsAndResultsThatOthersUseStay() {
        Value x = images(4);
        Conv2d groups = new Conv2d(Extent.square(1), Extent.square(1), Extent.square(1), 2, true);
        MaxPool2d overlapping = new MaxPool2d(Extent.square(3), Extent.square(2), Extent.square(0));
        MaxPool2d padded = new MaxPool2d(Extent.square(3), Extent.square(3), Extent.square(1));
        Value seen = conv("seen", x, Conv2d.padded(1), 4, 4);
        Graph graph = builder.output("a", builder.apply("p1", MaxPool2d.square(2), conv("g", x, groups, 4, 4)))
                .output("b", builder.apply("p2", overlapping, conv("o", x, Conv2d.padded(1), 4, 4)))
                .output("c", builder.apply("p3", padded, conv("p", x, Conv2d.padded(1), 4, 4)))
                .output("d", builder.apply("p4", MaxPool2d.square(2), seen))
                .output("e", seen)
                .build();
        assertSame(graph, fused(graph));
    }

    /** What leaves the graph, or goes to two layers, keeps its channels first. */
    @Test
    void imagesThatOthersLookAtKeepTheirOrder() {
        Value first = builder.apply("p1", MaxPool2d.square(2), conv("a", images(3), Conv2d.padded(1), 3, 5));
        Value second = builder.apply("p2", MaxPool2d.square(2), conv("b", first, Conv2d.padded(1), 5, 6));
        Graph graph = builder.output("first", first).output("y", second).build();
        Model plain = Fixtures.model(graph, budget, 5);
        Model after = new Model("test", fused(graph), plain.weights());
        assertEquals(List.of("ConvPool2d", "ConvPool2d"), Outputs.kinds(after));
        var expected = Outputs.of(plain, 2, Rung.REORDERED, 1);
        Outputs.of(after, 2, Rung.PACKED, 1).forEach((name, values) -> close(expected.get(name), values));
    }
}
