package hone.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hone.engine.InvalidInput;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Value;
import hone.engine.memory.MemoryBudget;
import hone.engine.op.activation.Relu;
import hone.engine.run.Fixtures;
import hone.engine.tensor.Dim;
import hone.engine.tensor.TensorType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model's own graph says of its task and its ends. */
class ArchitectureTest {
    private final MemoryBudget budget = new MemoryBudget(1L << 26);

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "cnn", "cnn-bn", "encoder", "resnet", "mlp-8-16-3", "mlp-8-16-1", "gpt-1-16-2-8"})
    void isThatOfTheZooForItsModels(String id) {
        Architecture named = Zoo.find(id);
        Architecture found = Architecture.of(Fixtures.model(named.graph().get(), budget, 1));
        assertEquals(named.task(), found.task());
        assertEquals(named.input(), found.input());
        assertEquals(named.output(), found.output());
    }

    @Test
    void answersAreTheFirstOutputUnlessOneIsCalledLogits() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(3)));
        Value first = builder.apply("first", new Relu(), x);
        Value second = builder.apply("second", new Relu(), first);
        builder.output("features", first).output("logits", second);
        assertEquals(
                "logits",
                Architecture.of(new Model("m", builder.build(), Map.of())).output());
        GraphBuilder other = new GraphBuilder();
        Value y = other.input("y", TensorType.f32(Dim.symbol("batch", 8), Dim.of(2), Dim.of(2)));
        other.output("out", other.apply("relu", new Relu(), y));
        Architecture found = Architecture.of(new Model("m", other.build(), Map.of()));
        assertEquals("out", found.output());
        assertEquals("A model that answers with 4 numbers for F32[batch×2×2].", found.text());
    }

    @Test
    void aModelThatTakesNothingIsRefused() {
        GraphBuilder builder = new GraphBuilder();
        builder.output("y", builder.apply("relu", new Relu(), builder.weight("w", TensorType.f32(3L))));
        Model model = Fixtures.model(builder.build(), budget, 1);
        assertThrows(InvalidInput.class, () -> Architecture.of(model));
    }
}
