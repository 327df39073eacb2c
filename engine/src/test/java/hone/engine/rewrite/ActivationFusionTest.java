package hone.engine.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import hone.engine.graph.Cost;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.kernel.Rung;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Cnn;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.op.activation.Activation;
import hone.engine.op.activation.Gelu;
import hone.engine.op.activation.Relu;
import hone.engine.op.activation.Silu;
import hone.engine.op.elementwise.Add;
import hone.engine.op.matmul.Linear;
import hone.engine.run.Fixtures;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Activations go into the layer before them where nothing else needs its result; what is computed stays the same. */
class ActivationFusionTest {
    private final MemoryBudget budget = new MemoryBudget(1L << 28);
    private final GraphBuilder builder = new GraphBuilder();

    private Value linear(String name, Value x, long in, long out) {
        Value weight = builder.weight(name + ".weight", TensorType.f32(out, in));
        return builder.apply(name, new Linear(false), x, weight);
    }

    private Value x() {
        return builder.input("x", TensorType.f32(Dim.symbol("batch", 64), Dim.of(13)));
    }

    private static void sameBits(Model expected, Model actual, Rung rung, long batch) {
        var before = Outputs.of(expected, batch, rung, 1);
        for (int threads : new int[] {1, 2}) {
            var after = Outputs.of(actual, batch, rung, threads);
            assertEquals(before.keySet(), after.keySet());
            before.forEach((name, values) -> assertArrayEquals(values, after.get(name), name));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Rung.class,
            names = {"NAIVE", "REORDERED", "TILED", "SIMD", "PACKED"})
    void thePerceptronLosesItsRectifiersAndGivesTheSameBits(Rung rung) {
        Model plain = Fixtures.model(Mlp.graph(33, 70, 20, 10), budget, 1);
        Graph graph = ActivationFusion.of(plain.graph(), LayerGlob.ALL);
        Model fused = new Model("test", graph, plain.weights());
        assertEquals(List.of("Linear", "Linear", "Linear"), Outputs.kinds(fused));
        assertEquals(
                List.of(Activation.RELU, Activation.RELU, Activation.NONE),
                graph.applications().stream()
                        .map(node -> ((Linear) node.op()).activation())
                        .toList());
        assertEquals(
                List.of("fc1", "fc2", "fc3"),
                graph.applications().stream().map(node -> node.name()).toList());
        for (long batch : new long[] {1, 7, 33}) {
            sameBits(plain, fused, rung, batch);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Rung.class,
            names = {"NAIVE", "REORDERED", "SIMD", "PACKED"})
    void theConvolutionalNetworkToo(Rung rung) {
        Model plain = Fixtures.model(Cnn.digits(), budget, 2);
        Graph graph = ActivationFusion.of(plain.graph(), LayerGlob.ALL);
        Model fused = new Model("test", graph, plain.weights());
        assertEquals(List.of("Conv2d", "MaxPool2d", "Conv2d", "MaxPool2d", "Flatten", "Linear"), Outputs.kinds(fused));
        sameBits(plain, fused, rung, 3);
    }

    /** The traffic of an activation is its input and its output, each once. */
    @Test
    void theBytesSavedAreTheActivations() {
        Graph graph = Mlp.graph(784, 128, 64, 10);
        Map<String, Long> batch = Map.of("batch", 32L);
        Cost before = graph.costs(batch).values().stream().reduce(Cost.ZERO, Cost::plus);
        Cost after = ActivationFusion.of(graph, LayerGlob.ALL).costs(batch).values().stream()
                .reduce(Cost.ZERO, Cost::plus);
        assertEquals(before.flops(), after.flops());
        assertEquals(before.elementwiseOps(), after.elementwiseOps());
        assertEquals(2 * 32 * (128 + 64) * 4, before.bytes() - after.bytes());
    }

    @Test
    void resultsThatOthersUseStay() {
        Value first = linear("a", x(), 13, 13);
        Value relu = builder.apply("relu", new Relu(), first);
        Value second = linear("b", builder.apply("sum", new Add(), first, relu), 13, 5);
        Value gelu = builder.apply("gelu", new Gelu(), second);
        Graph graph = builder.output("raw", second).output("y", gelu).build();
        assertSame(graph, ActivationFusion.of(graph, LayerGlob.ALL));
    }

    /** Layers of whole vectors; what is left of narrower ones computes its smooth activations one by one. */
    @Test
    void anActivationGoesIntoOneLayerOnlyOnceAndOnlyWhereThePatternMatches() {
        Value first = builder.apply("a.silu", new Silu(), linear("a.up", x(), 13, 32));
        Value second = builder.apply("relu", new Relu(), first);
        Value third = builder.apply("b.gelu", new Gelu(false), linear("b.up", second, 32, 64));
        Graph graph = builder.output("y", third).build();
        Model plain = Fixtures.model(graph, budget, 4);
        Model part = new Model("test", ActivationFusion.of(graph, new LayerGlob("b*")), plain.weights());
        assertEquals(List.of("Linear", "Silu", "Relu", "Linear"), Outputs.kinds(part));
        Model all = new Model("test", ActivationFusion.of(graph, LayerGlob.ALL), plain.weights());
        assertEquals(List.of("Linear", "Relu", "Linear"), Outputs.kinds(all));
        sameBits(plain, part, Rung.SIMD, 6);
        sameBits(plain, all, Rung.SIMD, 6);
        assertSame(all.graph(), ActivationFusion.of(all.graph(), LayerGlob.ALL));
    }

    @Test
    void unfusionGivesBackTheOps() {
        Value first = builder.apply("act", new Gelu(false), linear("up", x(), 13, 37));
        Model plain = Fixtures.model(builder.output("y", first).build(), budget, 4);
        assertSame(plain, Unfusion.of(plain));
        Model fused = new Model("test", ActivationFusion.of(plain.graph(), LayerGlob.ALL), plain.weights());
        Model apart = Unfusion.of(fused);
        List<Op> ops =
                apart.graph().applications().stream().map(node -> node.op()).toList();
        assertEquals(List.of(new Linear(false), new Gelu(false)), ops);
        sameBits(plain, apart, Rung.SIMD, 6);
    }
}
