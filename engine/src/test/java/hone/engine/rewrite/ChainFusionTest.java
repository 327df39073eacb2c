package hone.engine.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.LayerGlob;
import hone.engine.graph.Node;
import hone.engine.graph.Op;
import hone.engine.graph.Value;
import hone.engine.kernel.Rung;
import hone.engine.memory.Category;
import hone.engine.memory.MemoryBudget;
import hone.engine.memory.MemoryRegion;
import hone.engine.op.activation.Gelu;
import hone.engine.op.activation.Relu;
import hone.engine.op.activation.Sigmoid;
import hone.engine.op.activation.Silu;
import hone.engine.op.activation.Tanh;
import hone.engine.op.elementwise.Add;
import hone.engine.op.elementwise.Chain;
import hone.engine.op.elementwise.ChainFunction;
import hone.engine.op.elementwise.ChainStep;
import hone.engine.op.elementwise.Mul;
import hone.engine.op.normalization.Softmax;
import hone.engine.run.Executor;
import hone.engine.run.Fixtures;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.tensor.Tensor;
import hone.engine.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Runs are found where they are, left alone where something else needs what lies between, and compute the same. */
class ChainFusionTest {
    private static final TensorType TYPE = TensorType.f32(7, 33);

    private final GraphBuilder builder = new GraphBuilder();
    private final Value x = builder.input("x", TYPE);
    private final Value y = builder.input("y", TYPE);

    private static Chain chain(Graph graph, String name) {
        Node.Apply node = (Node.Apply) graph.node(graph.find(name).orElseThrow());
        return (Chain) node.op();
    }

    private static List<String> kinds(Graph graph) {
        return graph.applications().stream().map(node -> node.op().kind()).toList();
    }

    @Test
    void aRunBecomesOneOp() {
        Value sum = builder.apply("sum", new Add(), x, y);
        Value gelu = builder.apply("gelu", new Gelu(true), sum);
        Graph graph = builder.output("out", builder.apply("product", new Mul(), y, gelu))
                .build();
        Graph fused = ChainFusion.of(graph, LayerGlob.ALL);
        assertEquals(
                List.of(
                        new ChainStep(ChainFunction.ADD, 1),
                        new ChainStep(ChainFunction.GELU_TANH, 0),
                        new ChainStep(ChainFunction.MUL, 1)),
                chain(fused, "product").steps());
        assertEquals(List.of("Chain"), kinds(fused));
        assertEquals(graph.type(graph.output("out")), fused.type(fused.output("out")));
        same(graph, fused);
    }

    @Test
    void theFirstValueMayComeBack() {
        Graph graph = builder.output(
                        "out", builder.apply("swish", new Mul(), x, builder.apply("gate", new Sigmoid(), x)))
                .build();
        Graph fused = ChainFusion.of(graph, LayerGlob.ALL);
        assertEquals(
                List.of(new ChainStep(ChainFunction.SIGMOID, 0), new ChainStep(ChainFunction.MUL, 0)),
                chain(fused, "swish").steps());
        same(graph, fused);
    }

    @Test
    void whatIsUsedElsewhereStays() {
        Value gelu = builder.apply("gelu", new Gelu(false), x);
        Value relu = builder.apply("relu", new Relu(), gelu);
        Value tanh = builder.apply("tanh", new Tanh(), gelu);
        Graph graph = builder.output("relu", relu)
                .output("sum", builder.apply("sum", new Add(), relu, tanh))
                .build();
        Graph fused = ChainFusion.of(graph, LayerGlob.ALL);
        assertEquals(List.of("Gelu", "Relu", "Chain"), kinds(fused));
        same(graph, fused);
    }

    @Test
    void aSquareUsesItsValueTwice() {
        Value silu = builder.apply("silu", new Silu(), x);
        Graph graph = builder.output("out", builder.apply("square", new Mul(), silu, silu))
                .build();
        assertSame(graph, ChainFusion.of(graph, LayerGlob.ALL));
    }

    @Test
    void onlyMatchingLayersAreFused() {
        Value relu = builder.apply("a.relu", new Relu(), x);
        Value tanh = builder.apply("b.tanh", new Tanh(), relu);
        Graph graph =
                builder.output("out", builder.apply("b.silu", new Silu(), tanh)).build();
        Graph fused = ChainFusion.of(graph, new LayerGlob("b"));
        assertEquals(List.of("Relu", "Chain"), kinds(fused));
        same(graph, fused);
    }

    /** Taking a chain apart gives back its steps, in their order and with their operands. */
    @Test
    void unfusionGivesBackTheSteps() {
        Value sum = builder.apply("sum", new Add(), x, y);
        Value gelu = builder.apply("gelu", new Gelu(false), sum);
        Graph graph = builder.output("out", builder.apply("product", new Mul(), x, gelu))
                .build();
        Graph apart = Unfusion.of(ChainFusion.of(graph, LayerGlob.ALL));
        assertEquals(kinds(graph), kinds(apart));
        same(graph, apart);
    }

    @Test
    void otherOpsEndARun() {
        Value softmax = builder.apply("softmax", new Softmax(), builder.apply("relu", new Relu(), x));
        Graph graph = builder.output("out", builder.apply("tanh", new Tanh(), softmax))
                .build();
        assertSame(graph, ChainFusion.of(graph, LayerGlob.ALL));
    }

    /** An op between could change the state before the chain, which stands at its last op's place, reads it. */
    @Test
    void stateIsLeftAlone() {
        Value state = builder.state("state", TYPE);
        Value relu = builder.apply("relu", new Relu(), state);
        Graph graph =
                builder.output("out", builder.apply("tanh", new Tanh(), relu)).build();
        assertSame(graph, ChainFusion.of(graph, LayerGlob.ALL));
    }

    @Test
    void longRunsAreCutWhereChainsEnd() {
        Value value = x;
        for (int i = 0; i < 100; i++) {
            value = builder.apply("relu" + i, new Relu(), value);
        }
        Graph graph = builder.output("out", value).build();
        Graph fused = ChainFusion.of(graph, LayerGlob.ALL);
        assertEquals(List.of("Chain", "Chain"), kinds(fused));
        assertEquals(64, chain(fused, "relu63").steps().size());
        assertEquals(36, chain(fused, "relu99").steps().size());
    }

    /** Random graphs of element-by-element ops: fused, they give the same bits and never cost more. */
    @Test
    void randomGraphsComputeTheSame() {
        for (int seed = 0; seed < 40; seed++) {
            Graph graph = random(seed);
            Graph fused = ChainFusion.of(graph, LayerGlob.ALL);
            same(graph, fused);
            assertTrue(fused.applications().size() <= graph.applications().size());
        }
    }

    private static Graph random(int seed) {
        Random random = new Random(seed);
        GraphBuilder builder = new GraphBuilder();
        List<Value> values = new ArrayList<>(List.of(builder.input("x", TYPE), builder.input("y", TYPE)));
        List<Op> ops =
                List.of(new Relu(), new Tanh(), new Sigmoid(), new Gelu(true), new Softmax(), new Add(), new Mul());
        for (int i = 0; i < 14; i++) {
            Op op = ops.get(random.nextInt(ops.size()));
            Value first = values.get(Math.max(0, values.size() - 1 - random.nextInt(3)));
            Value second = values.get(random.nextInt(values.size()));
            boolean binary = op instanceof Add || op instanceof Mul;
            values.add(builder.apply("n" + i, op, binary ? List.of(first, second) : List.of(first))
                    .getFirst());
        }
        builder.output("inner", values.get(2 + random.nextInt(values.size() - 3)));
        return builder.output("last", values.getLast()).build();
    }

    /** Both graphs give the same bits on the vector rung, on one thread and on two. */
    private static void same(Graph graph, Graph fused) {
        assertEquals(graph.outputs().keySet(), fused.outputs().keySet());
        for (String output : graph.outputs().keySet()) {
            float[] expected = run(graph, output, 1);
            assertArrayEquals(expected, run(fused, output, 1), output);
            assertArrayEquals(expected, run(fused, output, 2), output);
        }
    }

    private static float[] run(Graph graph, String output, int threads) {
        MemoryBudget budget = new MemoryBudget(1L << 26);
        PlanRequest request =
                PlanRequest.baseline(1).withRung(LayerGlob.ALL, Rung.SIMD).withThreads(LayerGlob.ALL, threads);
        try (MemoryRegion region = budget.open(Category.DATA, "test");
                KernelPool pool = new KernelPool(threads);
                Executor executor = Executor.open(
                        new Planner(KernelCosts.typical()).plan(graph, Map.of(), request), pool, budget)) {
            Tensor result = Fixtures.uniform(region, 0, 7, 33);
            executor.bindings()
                    .input("x", Fixtures.uniform(region, 1, 7, 33))
                    .input("y", Fixtures.uniform(region, 2, 7, 33))
                    .output(output, result);
            executor.run();
            return result.toFloats();
        }
    }
}
