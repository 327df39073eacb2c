package hone.engine.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hone.engine.InvalidInput;
import hone.engine.graph.Graph;
import hone.engine.graph.GraphBuilder;
import hone.engine.graph.Node;
import hone.engine.graph.Value;
import hone.engine.model.Mlp;
import hone.engine.op.matmul.Int8Linear;
import hone.engine.op.optimizer.AdamStep;
import hone.engine.op.optimizer.OptimizerStep;
import hone.engine.op.optimizer.SgdStep;
import hone.engine.tensor.DType;
import hone.engine.tensor.Dim;
import hone.engine.tensor.Shape;
import hone.engine.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferentiationTest {
    private static final Optimizer SGD = new Optimizer.Sgd(0.9f, true);
    private static final Graph MLP = Mlp.DIGITS.graph().get();

    private static Graph training(Optimizer optimizer) {
        return Differentiation.of(ClassificationLoss.on(MLP), "loss", optimizer, 0.01f);
    }

    private static List<String> names(List<? extends Node> nodes) {
        return nodes.stream().map(Node::name).toList();
    }

    @Test
    void weightsBecomeStatesOfTheSameNamesAndTypes() {
        Graph graph = training(SGD);
        assertEquals(List.of(), graph.weights());
        List<String> states = names(graph.states());
        for (Node.Weight weight : MLP.weights()) {
            assertTrue(states.contains(weight.name()));
            assertTrue(states.contains(weight.name() + ".velocity"));
            assertEquals(weight.type(), graph.type(graph.output(weight.name() + ".gradient")));
        }
        assertEquals(12, states.size());
        assertEquals(List.of("x", "labels", "lossGradient", "learningRate"), names(graph.inputs()));
        assertTrue(graph.outputs().keySet().containsAll(List.of("logits", "loss")));
    }

    @Test
    void adamHasTwoMomentsAndCountsSteps() {
        Graph graph = training(Optimizer.Adam.USUAL);
        assertEquals(18, graph.states().size());
        assertTrue(names(graph.inputs()).contains("step"));
    }

    @Test
    void parametersAreUpdatedAfterTheLastOpThatReadsThem() {
        for (Optimizer optimizer : List.of(SGD, Optimizer.Adam.USUAL)) {
            List<Node.Apply> ops = training(optimizer).applications();
            int firstStep = 0;
            while (!(ops.get(firstStep).op() instanceof OptimizerStep)) {
                firstStep++;
            }
            for (Node.Apply op : ops.subList(firstStep, ops.size())) {
                assertTrue(op.op() instanceof OptimizerStep, op.name());
            }
            assertEquals(6, ops.size() - firstStep);
        }
    }

    @Test
    void weightsDecayAndBiasesDoNot() {
        for (Node.Apply op : training(SGD).applications()) {
            if (op.op() instanceof SgdStep step) {
                assertEquals(op.name().contains(".bias") ? 0 : 0.01f, step.weightDecay(), op.name());
            }
        }
        for (Node.Apply op : training(Optimizer.Adam.USUAL).applications()) {
            if (op.op() instanceof AdamStep step) {
                assertEquals(op.name().contains(".bias") ? 0 : 0.01f, step.weightDecay(), op.name());
            }
        }
    }

    /** The first layer's gradient by the pictures would cost as much as its forward pass, and nobody wants it. */
    @Test
    void nothingIsDifferentiatedByTheNetworksInput() {
        List<String> ops = names(training(SGD).applications());
        assertTrue(ops.contains("fc1.gradient1") && ops.contains("fc1.gradient2") && ops.contains("fc2.gradient0"));
        assertTrue(!ops.contains("fc1.gradient0"));
    }

    @Test
    void theBackwardPassCostsTwiceTheForwardPassLessTheFirstLayersInput() {
        long forward = 218_368;
        long all = training(SGD).costs(Map.of("batch", 1L)).values().stream()
                .mapToLong(cost -> cost.flops())
                .sum();
        assertEquals(3 * forward - 2L * 784 * 128, all);
    }

    @Test
    void onlyANumberCanBeMadeSmall() {
        InvalidInput e = assertThrows(InvalidInput.class, () -> Differentiation.of(MLP, "logits", SGD, 0));
        assertTrue(e.getMessage().contains("F32[batch×10]"), e.getMessage());
    }

    @Test
    void aWeightTheLossDoesNotDependOnIsNamed() {
        GraphBuilder builder = new GraphBuilder();
        List<Value> values = builder.append(MLP, leaf -> leaf);
        builder.weight("unused.weight", TensorType.f32(2L));
        Value logits = MLP.output("logits");
        builder.output("logits", new Value(values.get(logits.node()).node(), 0));
        Graph forward = ClassificationLoss.on(builder.build());
        InvalidInput e = assertThrows(InvalidInput.class, () -> Differentiation.of(forward, "loss", SGD, 0));
        assertTrue(e.getMessage().contains("unused.weight"), e.getMessage());
    }

    @Test
    void anOpWithoutGradientSaysWhy() {
        GraphBuilder builder = new GraphBuilder();
        Value x = builder.input("x", TensorType.f32(Dim.symbol("batch", 8), Dim.of(4)));
        Value q = builder.weight("fc.weight", TensorType.of(DType.I8, Shape.of(3, 4)));
        Value scale = builder.weight("fc.scale", TensorType.f32(3L));
        Value bias = builder.weight("fc.bias", TensorType.f32(3L));
        builder.output("logits", builder.apply("fc", new Int8Linear(false), x, q, scale, bias));
        Graph forward = ClassificationLoss.on(builder.build());
        InvalidInput e = assertThrows(InvalidInput.class, () -> Differentiation.of(forward, "loss", SGD, 0));
        assertTrue(e.getMessage().contains("Int8Linear") && e.getMessage().contains("quantize after"), e.getMessage());
    }
}
