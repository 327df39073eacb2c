package hone.engine.technique;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.Cancellation;
import hone.engine.InvalidInput;
import hone.engine.Progress;
import hone.engine.data.DigitGenerator;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Mlp;
import hone.engine.model.Model;
import hone.engine.op.activation.Relu;
import hone.engine.op.activation.Sigmoid;
import hone.engine.op.activation.Tanh;
import hone.engine.op.elementwise.Mul;
import hone.engine.op.matmul.Linear;
import hone.engine.op.normalization.BatchNorm;
import hone.engine.run.Fixtures;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The technique "fuse" by itself and beside others. */
class FusionTest {
    private final MemoryBudget budget = new MemoryBudget(256L << 20);
    private final KernelPool pool = new KernelPool(2);
    private final Setup base = new Setup(Fixtures.model(Mlp.graph(784, 30, 10), budget, 5), PlanRequest.baseline(16));
    private final Fold fold = new Fold(new SetupCache());

    @AfterEach
    void end() {
        pool.close();
    }

    private Fold.Folded folded(String recipe) {
        return fold.fold(base, Recipe.parse(recipe), workbench());
    }

    private Workbench workbench() {
        return new Workbench(
                () -> DigitGenerator.generate(1, DigitGenerator.Stream.TRAIN, 0, 80, Progress.NONE, new Cancellation()),
                "generated:80",
                1,
                new Planner(KernelCosts.typical()),
                pool,
                budget,
                Progress.NONE,
                new Cancellation());
    }

    private List<String> ops(String recipe) {
        return folded(recipe).setup().model().graph().applications().stream()
                .map(node -> node.name() + " " + node.op().kind())
                .toList();
    }

    @Test
    void itSaysWhatItSaves() {
        assertEquals(
                List.of("fused: 3 ops became 2, and one sample moves " + 2 * 30 * 4 + " bytes fewer between ops"),
                folded("fuse").notes());
        assertEquals(List.of("fc1 Linear", "fc2 Linear"), ops("fuse"));
        assertEquals(base.model().weights(), folded("fuse").setup().model().weights(), "no weight changes");
    }

    @Test
    void offAndOnAgainGivesBackTheVerySameModel() {
        var once = folded("simd,fuse").setup().model();
        assertSame(base.model(), folded("simd").setup().model());
        assertSame(once, folded("simd,fuse").setup().model());
        assertNotEquals(base.model().hash(), once.hash());
    }

    @Test
    void whatIsThereNoMoreIsRefused() {
        for (String recipe : List.of("fuse,fuse@fc1", "fuse@fc2", "fuse@conv*")) {
            InvalidInput e = assertThrows(InvalidInput.class, () -> folded(recipe));
            assertTrue(e.getMessage().contains("nothing is left to fuse"), e.getMessage());
        }
    }

    /** An INT8 layer takes no activation: quantizing a fused layer gives it back as an op, and the same numbers. */
    @Test
    void int8LayersGiveTheActivationBack() {
        List<String> apart = List.of("fc1 Int8Linear", "fc1.activation Relu", "fc2 Int8Linear");
        assertEquals(apart, ops("fuse,int8"));
        assertEquals(apart, ops("fuse,int8:activations=int8"));
        assertThrows(InvalidInput.class, () -> ops("int8,fuse"));
        var plain = folded("int8:activations=int8").setup().model();
        var fused = folded("fuse,int8:activations=int8").setup().model();
        assertEquals(plain.weights().keySet(), fused.weights().keySet());
        plain.weights()
                .forEach((name, tensor) -> assertEquals(
                        -1, tensor.segment().mismatch(fused.weight(name).segment()), name));
    }

    @Test
    void prunedLayersStayFused() {
        assertEquals(List.of("fc1 Linear", "fc2 Linear"), ops("fuse,prune=0.7"));
        assertEquals(List.of("fc1 Linear", "fc2 Linear"), ops("prune=0.7,fuse"));
    }

    /** Folding, activations and chains in one go: six ops become two. */
    @Test
    void itDoesAllThree() {
        GraphBuilder builder = new GraphBuilder();
        TensorType channels = TensorType.f32(33);
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 64), Dim.of(13)));
        Value layer = builder.apply("fc", new Linear(false), x, builder.weight("fc.weight", TensorType.f32(33, 13)));
        Value normalized = builder.apply(
                "bn",
                new BatchNorm(1F),
                layer,
                builder.weight("bn.weight", channels),
                builder.weight("bn.bias", channels),
                builder.weight("bn.mean", channels),
                builder.weight("bn.variance", channels));
        Value relu = builder.apply("relu", new Relu(), normalized);
        Value gated = builder.apply("gated", new Mul(), builder.apply("gate", new Sigmoid(), relu), relu);
        Model model = Fixtures.model(
                builder.output("y", builder.apply("tanh", new Tanh(), gated)).build(), budget, 9);
        Setup setup = new Setup(model, PlanRequest.baseline(16));
        Fold.Folded folded = fold.fold(setup, Recipe.parse("fuse"), workbench());
        assertEquals(
                List.of("fc Linear[bias=true, activation=RELU]", "tanh Chain"),
                folded.setup().model().graph().applications().stream()
                        .map(node -> node.name() + " "
                                + (node.op() instanceof Linear
                                        ? node.op()
                                        : node.op().kind()))
                        .toList());
        assertTrue(
                folded.notes().getFirst().startsWith("fused: 6 ops became 2, "),
                folded.notes().toString());
    }
}
