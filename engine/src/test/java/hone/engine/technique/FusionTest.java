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
import hone.engine.memory.MemoryBudget;
import hone.engine.model.Mlp;
import hone.engine.run.Fixtures;
import hone.engine.run.KernelCosts;
import hone.engine.run.KernelPool;
import hone.engine.run.PlanRequest;
import hone.engine.run.Planner;
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
        Workbench workbench = new Workbench(
                () -> DigitGenerator.generate(1, DigitGenerator.Stream.TRAIN, 0, 80, Progress.NONE, new Cancellation()),
                "generated:80",
                1,
                new Planner(KernelCosts.typical()),
                pool,
                budget,
                Progress.NONE,
                new Cancellation());
        return fold.fold(base, Recipe.parse(recipe), workbench);
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
            assertTrue(e.getMessage().contains("an activation behind it"), e.getMessage());
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
}
